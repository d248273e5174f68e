// Municipalities that a release named which kept no history of them get one, with the migrations. Also those that it
// adds afterwards, when somebody went back to it for a while or it still ran. One at a time: stopped halfway, it goes on
// where it was. A name that the list has once is known by its code; every other one waits for somebody to choose.
import type { MunicipalityFact } from '@achterwacht/shared/municipality/events.ts';
import { codeOfNamed } from '@achterwacht/shared/places/municipalities.ts';
import type { Clock } from '../../clock.ts';
import { writeDown, type Parts } from '../../commands/handle.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { municipalityRows } from './municipality-row.ts';

/** @returns how many. */
export async function takeOverMunicipalities(
  owner: Database,
  openKeys: () => KeyRing,
  clock: Pick<Clock, 'now'>,
): Promise<number> {
  const rows = await owner.sql<{ id: string }[]>`
    select id from municipalities where state is null order by id`;
  for (const { id } of rows)
    await owner.transaction((tx) => takeOverMunicipality({ keys: openKeys(), clock }, tx, id));
  return rows.length;
}

/** The same of one, for whoever is about to change it. Nothing where it has a history. */
export async function takeOverMunicipality(
  parts: Parts,
  tx: Transaction,
  municipalityId: string,
): Promise<void> {
  await tx.sql`select from municipalities where id = ${municipalityId} for update`;
  const fact = await takenOverFact(tx, municipalityId);
  if (!fact) return;
  await writeDown(municipalityRows, parts, tx, {
    id: municipalityId,
    subjectId: fact.data.centreId,
    before: null,
    facts: [fact],
    actor: { type: 'system', part: 'take-over' },
  }).written;
}

type TakenOver = Extract<MunicipalityFact, { type: 'MunicipalityTakenOver' }>;

/** How the history of one begins that has none yet; null where it has, and where it is not there. */
export async function takenOverFact(
  { sql }: Transaction,
  municipalityId: string,
): Promise<TakenOver | null> {
  const [row] = await sql<{ centreId: string; name: string; taken: string[] }[]>`
    select centre_id as "centreId", name,
      array(select code from municipalities as other where other.centre_id = municipalities.centre_id
        and other.ended_at is null and other.code is not null) as taken
    from municipalities where id = ${municipalityId} and state is null`;
  if (!row) return null;
  const { taken, ...named } = row;
  const found = codeOfNamed(named.name);
  // Of two with one name the second waits as well.
  const code = found !== null && taken.includes(found) ? null : found;
  return { type: 'MunicipalityTakenOver', data: { ...named, code }, personal: null };
}
