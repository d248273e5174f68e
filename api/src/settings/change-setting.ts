// The only way a setting changes: one command about it, in the caller's transaction.
import { randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { SettingCommand } from '@achterwacht/shared/setting/commands.ts';
import type { SettingRefusal } from '@achterwacht/shared/setting/decide.ts';
import { settingValueOf, type SettingKind } from '@achterwacht/shared/setting/state.ts';
import type { SettingTypes } from '@achterwacht/shared/subjects/setting.ts';
import { apply, begin, type Definition, type Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { lock, Unreadable } from '../log/read-stream.ts';
import { BadAddress, outwardAddress } from '../outward/address.ts';
import { settingRows } from './setting-row.ts';

const unreadable = { code: 'instelling-onleesbaar', details: {} } as const;

const definition: Definition<SettingTypes> = {
  ...settingRows,
  permission: 'setting.change',
  lookUp: (tx, _keys, { state }) => administratorsOf(tx, state.centreId),
  nothingLookedUp: { administrators: 0 },
  refusedBy: {},
  unreadable,
};

type Asked = { centreId: string; kind: SettingKind; command: SettingCommand; actor: Actor };

/**
 * The centre is locked first, so that two who set the same for the first time follow each other. Call it inside
 * `withKeysMade`: what names people is sealed under the centre's own key.
 * @returns null where it was carried out, or was so already.
 */
export async function changeSetting(
  parts: Parts,
  tx: Transaction,
  { centreId, kind, command, actor }: Asked,
): Promise<SettingRefusal | null> {
  if (!isReachable(command)) return { code: 'instelling-ongeldig', details: { kind } };
  await tx.sql`select from centres where id = ${centreId} for no key update`;
  const [row] = await tx.sql<{ id: string }[]>`
    select id from settings where centre_id = ${centreId} and kind = ${kind}`;
  const lookedUp = await administratorsOf(tx, centreId);
  try {
    const locked = row ? await lock(settingRows, tx, parts.keys, row.id) : null;
    const asked = { command, actor, lookedUp };
    const applied = locked
      ? apply(definition, parts, tx, { locked, ...asked })
      : begin(definition, parts, tx, { id: randomUUID(), subjectId: centreId, ...asked });
    if ('refusal' in applied) return applied.refusal;
    await applied.written;
    return null;
  } catch (error) {
    if (error instanceof Unreadable) return unreadable;
    throw error;
  }
}

async function administratorsOf({ sql }: Transaction, centreId: string) {
  const [row] = await sql<{ administrators: number }[]>`
    select count(*)::int as administrators from members
    where centre_id = ${centreId} and role = 'administrator'`;
  return row!;
}

/** What a webhook may speak to is asked when it is set, and again by whoever sends. */
function isReachable(command: SettingCommand): boolean {
  if (command.type !== 'ProposeSetting' || command.kind !== 'police-webhook') return true;
  const webhook = settingValueOf('police-webhook', command.value);
  try {
    if (webhook) outwardAddress(webhook.url);
    return true;
  } catch (error) {
    if (error instanceof BadAddress) return false;
    throw error;
  }
}
