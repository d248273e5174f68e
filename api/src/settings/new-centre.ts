// A new, empty centre: its row, its feeds, and what it runs by until somebody sets something else.
import { randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { Language } from '@achterwacht/shared/language.ts';
import type { ControlRoomLine } from '@achterwacht/shared/police/line-test.ts';
import { settingKinds, type SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import type { Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { centres } from '../db/schema/centres.ts';
import { feeds } from '../db/schema/log.ts';
import { changeSetting } from './change-setting.ts';

export async function createCentre(
  parts: Parts,
  tx: Transaction,
  {
    by: actor,
    id = randomUUID(),
    controlRoomLines = [],
    language,
    ...centre
  }: {
    /** Of which the key is there already, where something of it is sealed in the same transaction. */
    id?: string;
    name: string;
    phone: string;
    policePhone: string;
    /** In which its people are written to and read, until they choose. */
    language?: Language;
    controlRoomLines?: ControlRoomLine[];
    by: Actor;
  },
): Promise<string> {
  const { db } = tx;
  await db
    .insert(centres)
    .values({ id, ...centre, isDefault: true, timings: settingKinds.timings.usual });
  await db.insert(feeds).values([
    { centreId: id, name: 'live', lastSequence: 0 },
    { centreId: id, name: 'file', lastSequence: 0 },
  ]);
  const { name, phone, policePhone } = centre;
  const usual = {
    centre: { name, phone, policePhone },
    timings: settingKinds.timings.usual,
    'nearby-press': settingKinds['nearby-press'].usual,
    'control-rooms': controlRoomLines,
    retention: settingKinds.retention.usual,
    ...(language && { languages: { ...settingKinds.languages.usual, usual: language } }),
  } satisfies Partial<Record<SettingKind, unknown>>;
  for (const kind of Object.keys(usual) as (keyof typeof usual)[]) {
    const value = usual[kind]!; // of every kind that is there
    const command = { type: 'ProposeSetting', centreId: id, kind, value } as const;
    const refused = await changeSetting(parts, tx, { centreId: id, kind, command, actor });
    if (refused) throw new Error(`a new centre's ${kind}: ${refused.code}`);
  }
  return id;
}
