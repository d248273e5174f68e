// A whole sheet as its people fill it in, for the tests of what becomes of it.
import { expect } from 'vitest';
import type { ErrorBody } from '@achterwacht/shared/routes/route.ts';
import type { PersonSheet } from '@achterwacht/shared/routes/persons.ts';
import type { PersonsCentre } from './test-persons.ts';

export const identity = {
  name: 'Wim Hoekstra',
  function: 'burgemeester',
  phones: [
    { label: 'werk', number: '06 38 00 02 41' },
    { label: null, number: '038 498 90 22' },
  ],
};
export const circumstances = {
  description: 'man, 58, grijs haar',
  othersAtHome: 'partner en twee kinderen',
  threatContext: 'brieven sinds maart',
  places: [
    {
      id: null,
      label: 'Thuis',
      address: 'Veerallee 30, Zwolle',
      floor: '2e etage',
      latitude: 52.5,
      longitude: 6.08,
    },
  ],
  contacts: [
    {
      id: null,
      name: 'OOV-piket',
      relation: 'piket',
      phone: '038 498 90 01',
      sameAddress: false,
      mayBeInvolved: false,
    },
    {
      id: null,
      name: 'Ria Hoekstra',
      relation: 'partner',
      phone: '06 38 00 12 41',
      sameAddress: true,
      mayBeInvolved: false,
    },
  ],
  consents: [{ kind: 'sound-to-police', givenOn: '2026-01-05', withdrawnOn: null, words: null }],
};
export const agreements = {
  aols: [
    {
      number: '2026-0417',
      agreedResponse: 'twee eenheden, achterom',
      contact: 'wijkagent Assendorp',
      validUntil: '2027-01-01',
      allowedBy: 'hoofdagent De Wit',
      place: { label: 'Thuis', latitude: 52.5, longitude: 6.08 },
    },
  ],
  specialInstruction: 'bel bij twijfel de directeur',
};

export type Who = { id: string };

/** What people ask of sheets there. */
export function sheetsOf(centre: PersonsCentre) {
  const add = async (
    who: Who,
    changed: Partial<typeof identity> = {},
    municipalityId = centre.municipalityId,
  ) =>
    centre.post<PersonSheet & ErrorBody>(who, '/api/persons', {
      municipalityId,
      belongsTo: null,
      identity: { ...identity, ...changed },
    });
  const write = (
    who: Who,
    { id, version }: { id: string; version: number },
    part: string,
    body: object,
  ) =>
    centre.post<PersonSheet & ErrorBody>(who, `/api/persons/${id}/${part}`, {
      expectedVersion: version,
      ...body,
    });
  const open = (who: Who, id: string, said: object = { why: 'talk' }) =>
    centre.post<PersonSheet & ErrorBody>(who, `/api/persons/${id}/open`, said);
  /** As a page asks it first. */
  const look = (who: Who, id: string) => centre.get<PersonSheet>(who, `/api/persons/${id}`);

  /** A whole sheet, by an officer and for its last part by a supervisor. */
  async function filled(changed: Partial<typeof identity> = {}): Promise<PersonSheet> {
    const { body: added } = await add(centre.fatima, changed);
    const { body: lived } = await write(centre.fatima, added, 'circumstances', { circumstances });
    const said = { words: { codeWord: 'appeltaart', duressWord: 'theepot' } };
    const { body: worded } = await write(centre.fatima, lived, 'words', said);
    const { body, status } = await write(centre.dirk, worded, 'agreements', { agreements });
    expect(status).toBe(200);
    return body;
  }
  return { add, write, open, look, filled };
}
