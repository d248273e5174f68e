// A sheet goes because the person asked. It is gone before the request says so: stopped between the two, whoever agreed
// agrees once more, and finds nothing left to erase.
import type { PrivacyRequestCommand } from '@achterwacht/shared/privacy-request/commands.ts';
import { refuse } from '@achterwacht/shared/rule-table.ts';
import type { PersonRefusal } from '@achterwacht/shared/person/decide.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Parts } from '../commands/handle.ts';
import type { Database } from '../db/connect.ts';
import { carryOut } from '../persons/emptying/carry-out.ts';
import { takeOverPerson } from '../persons/take-over-persons.ts';
import { withKeysMade } from '../sealing/key-ring.ts';
import { tryRequest } from './change-request.ts';

export type ErasingParts = Parts & { asActor: AsActor; background: Database; keysFolder: string };
type Asked = { visitor: Visitor; id: string; command: PrivacyRequestCommand };

/** Whose sheet is gone by it; null: nobody's, for the request is refused, or waits for a second person. */
export async function eraseWhereAgreed(
  parts: ErasingParts,
  { visitor, id, command }: Asked,
): Promise<{ personId: string } | PersonRefusal | null> {
  const { asActor, background: system, keys } = parts;
  const tried = await asActor(visitor, 'privacy.change', (tx) =>
    tryRequest(parts, tx, { id, command, visitor }),
  );
  const isAgreed = tried?.facts.some(({ type }) => type === 'ErasingApproved');
  if (!isAgreed || tried?.request.about.type !== 'holder') return null;
  const { request, facts } = tried;
  const personId = tried.request.about.id;
  const proposed = facts.find((fact) => fact.type === 'ErasingProposed');
  const whole = proposed?.data.whole ?? request.erasing?.whole ?? false;
  await withKeysMade(keys, () => system.transaction((tx) => takeOverPerson(parts, tx, personId)));
  const { type, id: userId, name, role } = visitor;
  const came = await carryOut({ ...parts, system }, personId, {
    command: { type: 'EmptySheet', why: 'request', whole, neededBy: null },
    actor: { type, id: userId, name, role },
  });
  if (typeof came === 'object') return came;
  return came === 'emptied' || (await isEmpty(system, personId))
    ? { personId }
    : refuse('tussentijds-gewijzigd');
}

async function isEmpty({ sql }: Database, personId: string): Promise<boolean> {
  const rows = await sql`select from holders where id = ${personId} and emptied_at is not null`;
  return rows.length > 0;
}
