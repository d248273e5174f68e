// Holders whom a release registered which kept no history of persons get one, with the migrations: what stands in their
// rows is told by its first event. Also those whom it adds afterwards, when somebody went back to it for a while or it
// still ran. One at a time: stopped halfway, it goes on where it was.
import type { PersonFact } from '@achterwacht/shared/person/events.ts';
import { nothingKnown, type Person } from '@achterwacht/shared/person/state.ts';
import type { Clock } from '../clock.ts';
import { writeDown, type Parts } from '../commands/handle.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { openRestricted } from '../sealing/restricted.ts';
import { personRows } from './person-row.ts';
import { returnedAtOf } from './returned-at.ts';

/** @param onProgress How many are done, of how many. @returns how many. */
export async function takeOverPersons(
  owner: Database,
  openKeys: () => KeyRing,
  clock: Pick<Clock, 'now'>,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<number> {
  const rows = await owner.sql<{ id: string }[]>`
    select id from holders where state is null order by id`;
  for (const [index, { id }] of rows.entries()) {
    const keys = openKeys();
    await withKeysMade(keys, () =>
      owner.transaction((tx) => takeOverPerson({ keys, clock }, tx, id)),
    );
    onProgress(index + 1, rows.length);
  }
  return rows.length;
}

/** The same of one, for whoever is about to change him. Nothing where he has a history, or is not there. */
export async function takeOverPerson(parts: Parts, tx: Transaction, id: string): Promise<void> {
  const [found] = await tx.sql<{ waits: boolean }[]>`
    select state is null as waits from holders where id = ${id} for no key update`;
  if (!found?.waits) return;
  const facts = await takenOverFacts(tx, parts.keys, id);
  if (!facts) return;
  const actor = { type: 'system', part: 'take-over' } as const;
  const told = { id, subjectId: id, before: null, facts, actor };
  await writeDown(personRows, parts, tx, told).written;
}

type Row = {
  centreId: string;
  municipalityId: string;
  name: string;
  function: string;
  phone: string | null;
  restricted: string;
  places: NonNullable<Person['personal']['restricted']>['places'];
  contacts: NonNullable<Person['personal']['restricted']>['contacts'];
};

/** How the history of one begins that has none yet; null where it has, and where he is not there. */
export async function takenOverFacts(
  { sql }: Transaction,
  keys: KeyRing,
  id: string,
): Promise<PersonFact[] | null> {
  const [row] = await sql<Row[]>`
    select centre_id as "centreId", municipality_id as "municipalityId", name, function, phone, restricted,
      coalesce((select jsonb_agg(jsonb_build_object('id', places.id, 'label', label, 'address', address,
          'floor', floor, 'latitude', latitude, 'longitude', longitude) order by label, places.id)
        from places where holder_id = holders.id), '[]') as places,
      coalesce((select jsonb_agg(jsonb_build_object('id', contacts.id, 'name', contacts.name,
          'relation', relation, 'phone', contacts.phone, 'mayBeInvolved', may_be_involved,
          -- One flag stood for both: whoever has it may be at that address.
          'sameAddress', coalesce(same_address, may_be_involved)) order by rank, contacts.id)
        from contacts where holder_id = holders.id), '[]') as contacts
    from holders where id = ${id} and state is null`;
  if (!row) return null;
  const { centreId, municipalityId, name, function: work, phone, restricted, ...lists } = row;
  const sheet = { ...nothingKnown, ...openRestricted(keys, id, restricted), ...lists };
  const returnedAt = await returnedAtOf({ sql }, id);
  const wordOf = (word: string | null) => (word === null ? undefined : ('set' as const));
  return [
    {
      type: 'PersonTakenOver',
      data: {
        centreId,
        municipalityId,
        codeWord: wordOf(sheet.codeWord),
        duressWord: wordOf(sheet.duressWord),
      },
      personal: {
        identity: {
          name,
          function: work,
          phones: phone === null ? [] : [{ label: null, number: phone }],
        },
        restricted: sheet,
      },
    },
    ...(returnedAt === null ? [] : [{ type: 'PersonWearsSince', data: { returnedAt } } as const]),
  ];
}
