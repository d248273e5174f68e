// With what a centre signs or logs in somewhere. An event or a row of a setting names a secret by its id; the secret
// itself stands sealed under the master key, and is opened for the moment of its use.
import { randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from '../db/connect.ts';
import { violatedConstraint } from '../db/errors.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import * as sealing from '../sealing/seal.ts';

/** One is kept under its id already, perhaps another centre's: nothing takes its place. */
export class SecretTaken extends Error {}

/** @returns its id. @throws SecretTaken, which undoes the transaction. */
export async function keepSecret(
  sql: TransactionSql,
  keys: Pick<KeyRing, 'master'>,
  {
    centreId,
    secret,
    id = randomUUID(),
  }: { centreId: string; secret: string; id?: string | undefined },
): Promise<string> {
  const sealed = sealing.seal(keys.master, purposeOf(id), secret);
  await sql`
    insert into setting_secrets (id, centre_id, sealed) values (${id}, ${centreId}, ${sealed})`.catch(
    (error: unknown) => {
      if (violatedConstraint(error) !== 'setting_secrets_pkey') throw error;
      throw new SecretTaken('a secret is kept under this id already');
    },
  );
  return id;
}

/** In the order asked for. @throws where one is not there, or not of this centre. */
export async function openSecrets(
  sql: Sql,
  keys: Pick<KeyRing, 'master'>,
  { centreId, ids }: { centreId: string; ids: readonly string[] },
): Promise<string[]> {
  const rows = await sql<{ id: string; sealed: string }[]>`
    select id, sealed from setting_secrets
    where centre_id = ${centreId} and id = any(${[...ids]}::uuid[])`;
  return ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new Error('a secret that is not there');
    return sealing.open(keys.master, purposeOf(id), row.sealed);
  });
}

const purposeOf = (id: string) => `setting-secret/${id}`;
