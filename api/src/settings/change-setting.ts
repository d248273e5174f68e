// The only way a setting changes: one command about it, in the caller's transaction.
import { randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { SettingCommand } from '@achterwacht/shared/setting/commands.ts';
import type { SettingRefusal } from '@achterwacht/shared/setting/decide.ts';
import { settingValueOf, type SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import { problemsOf } from '@achterwacht/shared/setting/problems.ts';
import type { SettingTypes } from '@achterwacht/shared/subjects/setting.ts';
import { apply, begin, type Definition, type Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { lock, Unreadable } from '../log/read-stream.ts';
import { judgeValue } from './judge-value.ts';
import { keepNamed, type GivenSecrets } from './given-secrets.ts';
import { readColleagues } from '../access/read-colleagues.ts';
import { settingRows } from './setting-row.ts';

const unreadable = { code: 'instelling-onleesbaar', details: {} } as const;

const definition: Definition<SettingTypes> = {
  ...settingRows,
  permission: 'setting.change',
  lookUp: async (tx, _keys, { state }) => ({
    administrators: await administratorsOf(tx, state.centreId),
  }),
  nothingLookedUp: { administrators: [] },
  refusedBy: {},
  unreadable,
};

type Asked = {
  centreId: string;
  kind: SettingKind;
  command: SettingCommand;
  actor: Actor;
  /** What was typed for the proposed value; what it does not name is not kept. */
  secrets?: GivenSecrets | undefined;
};

/**
 * The centre is locked first, so that two who set the same for the first time follow each other. Call it inside
 * `withKeysMade`: what names people is sealed under the centre's own key.
 * @returns null where it was carried out, or was so already.
 */
export async function changeSetting(
  parts: Parts,
  tx: Transaction,
  { centreId, kind, command, actor, secrets = {} }: Asked,
): Promise<SettingRefusal | null> {
  await tx.sql`select from centres where id = ${centreId} for no key update`;
  const value = command.type === 'ProposeSetting' ? settingValueOf(kind, command.value) : null;
  // What is wrong with a field is said by the rules, before a secret is asked for beside it.
  const isWrong =
    actor.type === 'person' &&
    command.type === 'ProposeSetting' &&
    problemsOf(kind, command.value).length > 0;
  const judged = isWrong ? null : await judgeValue(tx, { centreId, kind, value, secrets });
  if (judged) return judged;
  const [row] = await tx.sql<{ id: string }[]>`
    select id from settings where centre_id = ${centreId} and kind = ${kind}`;
  const lookedUp = { administrators: await administratorsOf(tx, centreId) };
  try {
    const locked = row ? await lock(settingRows, tx, parts.keys, row.id) : null;
    const asked = { command, actor, lookedUp };
    const applied = locked
      ? apply(definition, parts, tx, { locked, ...asked })
      : begin(definition, parts, tx, { id: randomUUID(), subjectId: centreId, ...asked });
    if ('refusal' in applied) return applied.refusal;
    await applied.written;
    await keepNamed(tx, parts.keys, { centreId, kind, value, secrets });
    return null;
  } catch (error) {
    if (error instanceof Unreadable) return unreadable;
    throw error;
  }
}

export const administratorsOf = (tx: Transaction, centreId: string) =>
  readColleagues(tx, { centreId, roles: ['administrator'], municipalityId: null });
