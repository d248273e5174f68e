// What was typed beside a value, and what it names of before: a value counts only with all its secrets, each where it
// may go.
import { isSecretOf, secretsNamedIn } from '@achterwacht/shared/setting/named-secrets.ts';
import type { SettingKind, SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import type { Setting } from '@achterwacht/shared/setting/state.ts';
import type { Sql, Transaction, TransactionSql } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { keepSecret, openSecrets } from './secrets.ts';

/** By the ids under which the value names them, which whoever typed them drew. */
export type GivenSecrets = Readonly<Record<string, string>>;

type Named = {
  centreId: string;
  kind: SettingKind;
  value: SettingValue | null;
  secrets: GivenSecrets;
};

/** `missing`: one is nowhere, or was given for another address. `ill-formed`: one can be none of its kind. */
export type Judged = 'complete' | 'missing' | 'ill-formed';

export async function judgeSecrets(
  { sql }: Pick<Transaction, 'sql'>,
  { centreId, kind, value, secrets }: Named,
): Promise<Judged> {
  const named = secretsNamedIn(kind, value);
  const given = named.filter(({ id }) => Object.hasOwn(secrets, id));
  if (given.some(({ id }) => !isSecretOf(kind, secrets[id]!))) return 'ill-formed';
  const kept = named.filter(({ id }) => !Object.hasOwn(secrets, id));
  if (kept.length === 0) return 'complete';
  const known = await namedBefore(sql, centreId);
  const isKnown = ({ id, to }: (typeof kept)[number]) =>
    known.some((one) => one.id === id && one.to === to);
  return kept.every(isKnown) ? 'complete' : 'missing';
}

/** Those that it names, for the moment of their use. Call it with what was judged complete. */
export async function openNamed(
  sql: Sql,
  keys: Pick<KeyRing, 'master'>,
  { centreId, ids, secrets }: { centreId: string; ids: readonly string[]; secrets: GivenSecrets },
): Promise<string[]> {
  const kept = ids.filter((id) => !Object.hasOwn(secrets, id));
  const opened = await openSecrets(sql, keys, { centreId, ids: kept });
  return ids.map((id) => secrets[id] ?? opened[kept.indexOf(id)]!); // one of both has it
}

/** What the value does not name is not kept. */
export async function keepNamed(
  { sql }: Transaction,
  keys: Pick<KeyRing, 'master'>,
  { centreId, kind, value, secrets }: Named,
): Promise<void> {
  for (const { id } of secretsNamedIn(kind, value))
    if (Object.hasOwn(secrets, id))
      await keepSecret(sql, keys, { centreId, id, secret: secrets[id]! });
}

/** By anything that counts or is proposed at this centre. Of what names people no value stands in clear. */
async function namedBefore(sql: TransactionSql, centreId: string) {
  const rows = await sql<{ kind: SettingKind; state: Setting }[]>`
    select kind, state from settings where centre_id = ${centreId}`;
  return rows.flatMap(({ kind, state }) => [
    ...secretsNamedIn(kind, state.value),
    ...secretsNamedIn(kind, state.proposed?.value ?? null),
  ]);
}
