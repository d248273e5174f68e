// What would become of a line: its commands, one upon the other, by the very rules that carry them out, and nothing
// written.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { PersonCommand } from '@achterwacht/shared/person/commands.ts';
import type { PersonRefusal } from '@achterwacht/shared/person/decide.ts';
import type { Person } from '@achterwacht/shared/person/state.ts';
import { refuse } from '@achterwacht/shared/rule-table.ts';
import { personSubject } from '@achterwacht/shared/subjects/person.ts';
import { addingOf, partsOf } from './commands-of-line.ts';
import type { Known, Planned } from './plan-of-import.ts';

type About = { actor: Actor; now: Date; centreId: string; known: readonly Known[] };

/** @throws `TooMany`. */
export function tryLine(
  planned: Planned,
  sheet: Person | null,
  { actor, now, centreId, known }: About,
): 'added' | 'changed' | 'unchanged' | PersonRefusal {
  const { line, personId, isNew, belongsTo, isHeadOfOther } = planned;
  // Whom no key tells is not written over.
  if (!isNew && !sheet) return refuse('persoon-onleesbaar');
  const lookedUp = {
    isCustomer: true,
    head: belongsTo === undefined ? null : { belongsTo: isHeadOfOther ? personId : null },
    hasFamily: known.some((one) => one.belongsTo === personId),
    account: 'unknown',
  } as const;
  const tell = (before: Person | null, command: PersonCommand): Person | PersonRefusal => {
    const decided = personSubject.decide(before, command, { actor, now, lookedUp });
    if (decided.status === 'refused') return decided.refusal;
    return decided.facts.reduce<Person | null>((person, fact) => {
      const dated = {
        version: (person?.version ?? 0) + 1,
        schemaVersion: personSubject.schemaVersion,
        at: now.toISOString(),
        actor,
      };
      return personSubject.evolve(person, { ...fact, personId, ...dated });
    }, before)!; // adding tells of one
  };
  const begun = sheet ?? tell(null, addingOf(planned, centreId));
  if ('details' in begun) return begun;
  let person = begun;
  for (const part of partsOf(line, person, belongsTo)) {
    const told = tell(person, { ...part, expectedVersion: person.version });
    if ('details' in told) return told;
    person = told;
  }
  if (isNew) return 'added';
  return person.version === begun.version ? 'unchanged' : 'changed';
}
