// The sheet of somebody of the demo, filled in part by part as its people do, and of whoever is at home with him as a
// person of his own.
import { randomUUID } from 'node:crypto';
import type { Agreements } from '@achterwacht/shared/person/state.ts';
import type { PersonCommand } from '@achterwacht/shared/person/commands.ts';
import type { Person } from '@achterwacht/shared/person/state.ts';
import type { Transaction } from '../db/connect.ts';
import { changePerson } from '../persons/change-person.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { DemoHolder } from './holder.ts';

type Parts = { keys: KeyRing; now: Date };
type Seeded = {
  holder: DemoHolder;
  /** His key is there. */
  holderId: string;
  place: { centreId: string; municipalityId: string };
};

/** @returns his contacts' ids, in their order. */
export async function seedSheet(
  { keys, now }: Parts,
  tx: Transaction,
  { holder, holderId: personId, place }: Seeded,
): Promise<string[]> {
  const parts = { keys, clock: { now: () => now } };
  const actor = { type: 'system', part: 'demo' } as const;
  const ask = async (command: PersonCommand): Promise<Person> => {
    const changed = await changePerson(parts, tx, { personId, command, actor });
    if ('details' in changed) throw new Error(`a sheet that is refused: ${changed.code}`);
    return changed;
  };
  const { name, function: work, phone, codeWord, duressWord } = holder;
  const identity = { name, function: work, phones: [{ label: 'mobiel', number: phone }] };
  await ask({ type: 'AddPerson', ...place, belongsTo: null, identity });
  const { personal, version } = await ask({
    type: 'ChangeCircumstances',
    expectedVersion: 1,
    circumstances: {
      description: holder.description,
      othersAtHome: holder.othersAtHome ?? null,
      threatContext: holder.threatContext,
      places: holder.places.map((known) => ({ id: randomUUID(), ...known })),
      contacts: holder.contacts.map(({ mayBeInvolved, ...contact }) => ({
        id: randomUUID(),
        ...contact,
        sameAddress: mayBeInvolved,
        mayBeInvolved: false,
      })),
      consents: [
        { kind: 'contacts-told', givenOn: dayBefore(now, 30), withdrawnOn: null, words: null },
      ],
      reportedIn: holder.reportedIn ?? {},
    },
  });
  const aols = aolsOf(holder, now);
  const specialInstruction = holder.specialInstruction ?? null;
  const worded =
    codeWord === null && duressWord === null
      ? version
      : (await ask({ type: 'SetWords', expectedVersion: version, words: { codeWord, duressWord } }))
          .version;
  if (aols.length > 0 || specialInstruction !== null)
    await ask({
      type: 'ChangeAgreements',
      expectedVersion: worded,
      agreements: { aols, specialInstruction },
    });
  return personal.restricted!.contacts.map(({ id }) => id); // it was just written
}

function aolsOf({ aol, places: [home] }: DemoHolder, now: Date): Agreements['aols'] {
  if (!aol || !home) return [];
  const { validDays, ...agreed } = aol;
  const { label, latitude, longitude } = home;
  const validUntil = dayBefore(now, -validDays);
  const allowedBy = 'operationeel expert De Wit';
  return [{ ...agreed, allowedBy, validUntil, place: { label, latitude, longitude } }];
}

const dayBefore = (now: Date, days: number) =>
  new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
