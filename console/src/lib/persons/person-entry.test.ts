// From what is typed to what is kept: nothing typed is lost, and a field that the server would refuse is marked here.
import type { PersonSheet } from '@achterwacht/shared/routes/persons.ts';
import { expect, test } from 'vitest';
import {
  agreementsEntry,
  circumstancesEntry,
  identityEntry,
  pointOf,
  readAgreements,
  readCircumstances,
  readIdentity,
} from './person-entry.ts';

const id = '00000000-0000-4000-8000-000000000001';
const sheet: PersonSheet = {
  id,
  version: 3,
  municipality: { id, name: 'Zwolle' },
  name: 'Wim Hoekstra',
  function: 'burgemeester',
  belongsTo: null,
  family: [],
  account: null,
  emptiedAt: null,
  emptiesAt: null,
  isOpened: true,
  phones: [{ label: 'werk', number: '06 38 00 02 41' }],
  consents: [{ kind: 'other', givenOn: '2026-01-05', withdrawnOn: null, words: 'foto' }],
  description: 'grijs haar',
  othersAtHome: null,
  places: [{ id, label: 'Thuis', address: 'Weg 1', floor: '2e', latitude: 52.5, longitude: 6.08 }],
  contacts: [
    {
      id,
      name: 'Ria',
      relation: 'partner',
      phone: '0612345678',
      sameAddress: true,
      mayBeInvolved: false,
    },
  ],
  threatContext: 'brieven',
  reportedIn: { children: 2025 },
  agreed: { codeWord: null, duressWord: null },
  aols: [
    {
      number: '1',
      agreedResponse: 'twee eenheden',
      contact: 'wijkagent',
      validUntil: '2027-01-01',
      allowedBy: 'De Wit',
      place: { label: 'Thuis', latitude: 52.5, longitude: 6.08 },
    },
  ],
  specialInstruction: null,
};

test('what stands there goes out as it came in', () => {
  const { phones, name, function: work } = sheet;
  expect(readIdentity(identityEntry(sheet))).toEqual({ value: { name, function: work, phones } });
  const { description, othersAtHome, threatContext, places, contacts, consents, reportedIn } =
    sheet;
  expect(readCircumstances(circumstancesEntry(sheet))).toEqual({
    value: { description, othersAtHome, threatContext, places, contacts, consents, reportedIn },
  });
  const { aols, specialInstruction } = sheet;
  expect(readAgreements(agreementsEntry(sheet))).toEqual({ value: { aols, specialInstruction } });
});

test('a line of telephones that nobody filled in is none', () => {
  const entry = { ...identityEntry(null), name: 'Noor' };
  expect(readIdentity(entry)).toEqual({ value: { name: 'Noor', function: '', phones: [] } });
});

test('what is wrong is told by its place', () => {
  expect(readIdentity({ ...identityEntry(sheet), name: ' ' })).toEqual({
    wrong: new Set(['name']),
  });
  const entry = circumstancesEntry(sheet);
  entry.places[0]!.point = 'bij de kerk';
  entry.contacts[0]!.phone = 'bel maar';
  entry.consents[0]!.words = '';
  expect(readCircumstances(entry)).toEqual({
    wrong: new Set(['places.0.latitude', 'places.0.longitude', 'contacts.0.phone', 'consents.0']),
  });
});

test.each([
  ['52.51243, 6.09184', { latitude: 52.51243, longitude: 6.09184 }],
  ['52.5 6', { latitude: 52.5, longitude: 6 }],
  ['52,51243, 6,09184', null],
  ['Zwolle', null],
  ['', null],
])('%s as a point', (text, point) => {
  expect(pointOf(text)).toEqual(point);
});

test('what was asked about a point and not answered is wrong by its place, beside what else is', () => {
  const circumstances = circumstancesEntry(sheet);
  circumstances.places[0]!.isDoubted = true;
  circumstances.contacts[0]!.phone = 'bel maar';
  expect(readCircumstances(circumstances)).toEqual({
    wrong: new Set(['contacts.0.phone', 'places.0.isDoubted']),
  });
  const agreements = agreementsEntry(sheet);
  agreements.aols[0]!.isDoubted = true;
  expect(readAgreements(agreements)).toEqual({ wrong: new Set(['aols.0.isDoubted']) });
});
