// The only way a person's sheet changes: one command about it, in the caller's transaction.
import { randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { PersonCommand } from '@achterwacht/shared/person/commands.ts';
import type { PersonContext, PersonRefusal } from '@achterwacht/shared/person/decide.ts';
import type { Person } from '@achterwacht/shared/person/state.ts';
import { refuse } from '@achterwacht/shared/rule-table.ts';
import type { PersonTypes } from '@achterwacht/shared/subjects/person.ts';
import { apply, begin, type Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import type { Appended } from '../log/append.ts';
import { lock, Unreadable } from '../log/read-stream.ts';
import { persons } from './person-row.ts';
import { takeOverPerson } from './take-over-persons.ts';

type Asked = {
  /** Of one who is not there yet it is chosen outside of `withKeysMade`, which does all of this anew. */
  personId: string;
  command: PersonCommand;
  actor: Actor;
};

/** Call it inside `withKeysMade`: he is sealed under a key of his own. */
export async function changePerson(
  parts: Parts,
  tx: Transaction,
  { personId, command, actor }: Asked,
): Promise<Person | PersonRefusal> {
  try {
    if (command.type === 'AddPerson') {
      // Two that are sent at once come one after the other, and the second finds the first.
      await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`person/${personId}`}, 0))`;
      const known = await lock(persons, tx, parts.keys, personId);
      if (known) {
        const lookedUp = await lookUp(tx, personId, command);
        return await storedBy(
          apply(persons, parts, tx, { locked: known, command, actor, lookedUp }),
        );
      }
      const lookedUp = await lookUp(tx, personId, command);
      const asked = { id: personId, subjectId: personId, command, actor, lookedUp };
      return await storedBy(begin(persons, parts, tx, asked));
    }
    // As a press does, his buttons first: what it copies of him does not change while one is decided.
    await tx.sql`select lock_buttons_of(${personId})`;
    await takeOverPerson(parts, tx, personId);
    const locked = await lock(persons, tx, parts.keys, personId);
    if (!locked) return refuse('not-found');
    const named = withOwnIds(command, locked.state);
    const lookedUp = await lookUp(tx, personId, command);
    return await storedBy(apply(persons, parts, tx, { locked, command: named, actor, lookedUp }));
  } catch (error) {
    if (error instanceof Unreadable) return refuse('persoon-onleesbaar');
    throw error;
  }
}

async function storedBy(
  changed: Appended<PersonTypes> | { refusal: PersonRefusal },
): Promise<Person | PersonRefusal> {
  if ('refusal' in changed) return changed.refusal;
  await changed.written;
  return changed.stored.state;
}

/** What is not known of him gets an id of its own: nobody reaches a place or a contact of somebody else by naming it. */
function withOwnIds(command: PersonCommand, { personal }: Person): PersonCommand {
  if (command.type !== 'ChangeCircumstances') return command;
  const { places = [], contacts = [] } = personal.restricted ?? {};
  const ownIn = <One extends { id: string }>(known: readonly { id: string }[], asked: One[]) => {
    const left = new Set(known.map(({ id }) => id));
    return asked.map((one) => (left.delete(one.id) ? one : { ...one, id: randomUUID() }));
  };
  const { circumstances } = command;
  return {
    ...command,
    circumstances: {
      ...circumstances,
      places: ownIn(places, circumstances.places),
      contacts: ownIn(contacts, circumstances.contacts),
    },
  };
}

async function lookUp(
  { sql }: Transaction,
  personId: string,
  command: PersonCommand,
): Promise<PersonContext> {
  const municipalityId = command.type === 'AddPerson' ? command.municipalityId : null;
  const headId = 'belongsTo' in command ? command.belongsTo : null;
  const accountId = command.type === 'TieAccount' ? command.accountId : null;
  const [row] = await sql<(Omit<PersonContext, 'head'> & { head: PersonContext['head'] })[]>`
    select exists (select from municipalities
        where id = ${municipalityId} and ended_at is null) as "isCustomer",
      (select jsonb_build_object('belongsTo', belongs_to) from holders
        where id = ${headId} and municipality_id = coalesce(${municipalityId}::uuid,
          (select municipality_id from holders as own where own.id = ${personId}))) as head,
      exists (select from holders where belongs_to = ${personId}) as "hasFamily",
      case when not exists (select from members where user_id = ${accountId} and role = 'holder'
          and status in ('active', 'invited') and municipality_id = (
            select municipality_id from holders as own where own.id = ${personId})) then 'unknown'
        when exists (select from holders where account_id = ${accountId} and id <> ${personId})
        then 'taken' else 'free' end as account`;
  return row!; // a select without a table gives one row
}
