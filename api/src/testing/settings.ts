// What a centre runs by, set as its administrator or the machine sets it.
import { randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { SettingKind, SettingValue } from '@achterwacht/shared/setting/state.ts';
import type { Visitor } from '../access/as-actor.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { changeSetting } from '../settings/change-setting.ts';
import { keepSecret } from '../settings/secrets.ts';
import type { Settings } from '../settings/settings.ts';

type Centre = { centreId: string; system: Database; keys: KeyRing; clock: Pick<Clock, 'now'> };

const commandLine: Actor = { type: 'system', part: 'command-line' };

/** It counts at once. */
export function set<K extends SettingKind>(
  { centreId, ...parts }: Centre,
  kind: K,
  value: SettingValue<K>,
) {
  const command = { type: 'ProposeSetting', centreId, kind, value } as const;
  return withKeysMade(parts.keys, () =>
    parts.system.transaction((tx) =>
      changeSetting(parts, tx, { centreId, kind, command, actor: commandLine }),
    ),
  );
}

export async function setWebhook(
  centre: Centre,
  {
    secret,
    ...webhook
  }: { url: string; format: 'json' | 'cap'; rooms: readonly string[]; secret: string },
): Promise<void> {
  const { centreId, system, keys } = centre;
  const id = await system.transaction(({ sql }) => keepSecret(sql, keys, { centreId, secret }));
  const value = { ...webhook, secretIds: [id] } as unknown as SettingValue<'police-webhook'>;
  const refused = await set(centre, 'police-webhook', value);
  if (refused) throw new Error(refused.code);
}

/** For effects that ask for none. */
export const nothingSet: Pick<Settings, 'settingOf'> = {
  settingOf: () => {
    throw new Error('nothing was set here');
  },
};

export async function addAdministrator(
  { system, centreId }: Pick<Centre, 'system' | 'centreId'>,
  name: string,
): Promise<Visitor> {
  const id = randomUUID();
  await system.sql`
    insert into members (user_id, centre_id, role, name, email)
    values (${id}, ${centreId}, 'administrator', ${name}, ${`${id}@voorbeeld.test`})`;
  return { type: 'person', id, name, role: 'administrator', centreId, municipalityId: null };
}
