import { expect, it, test } from 'vitest';
import { aolAt, aolText, type Aol } from './aol.ts';

const home: Aol = {
  number: '2026-0417',
  agreedResponse: 'directe surveillance',
  contact: 'wijkagent Kennemerland',
  validUntil: '2026-03-02',
  place: { label: 'Thuis', latitude: 52.38144, longitude: 4.63633 },
};
const atHome = { latitude: 52.3815, longitude: 4.6364, accuracyMetres: 12 };
const onThatDay = new Date('2026-03-02T08:00:00Z');
const status = (fix: typeof atHome | null, now = onThatDay) => aolAt([home], fix, now).status;

test('7.8 at its place, while it is valid, it is named', () => {
  expect(aolAt([home], atHome, onThatDay)).toEqual({ status: 'valid', aol: home });
  expect(aolText(home)).toBe('AOL 2026-0417: directe surveillance, contact wijkagent Kennemerland');
});

it.each([
  ['the last minute of its last day', '2026-03-02T22:59:59Z', 'valid'],
  ['the first of the next, Dutch time', '2026-03-02T23:00:00Z', 'expired'],
])('7.8 %s', (_when, now, expected) => {
  expect(status(atHome, new Date(now))).toBe(expected);
});

test('elsewhere there is none, however valid', () => {
  expect(status({ ...atHome, latitude: 52.384 })).toBe('none');
});

test('a fix that could be elsewhere names none', () => {
  expect(status({ ...atHome, accuracyMetres: 151 })).toBe('none');
  expect(status({ ...atHome, accuracyMetres: 150 })).toBe('valid');
  expect(status(null)).toBe('none');
});

test('7.8 of two for one place the valid one is named', () => {
  const renewed = { ...home, number: '2026-0900', validUntil: '2026-12-31' };
  const later = new Date('2026-05-01T08:00:00Z');
  expect(aolAt([home, renewed], atHome, later)).toEqual({ status: 'valid', aol: renewed });
});
