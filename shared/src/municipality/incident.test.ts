// Which alarms become a case, and what of a name is shown where nobody is logged looking.
import { describe, expect, test } from 'vitest';
import { closedAs } from '../testing/facts.ts';
import { anna, at, given, pressed } from '../testing/given.ts';
import { factsOf, fillIn, initialsOf, isCase, mostWordCharacters, noWords } from './incident.ts';

const { alarm } = given(pressed(), at(60, anna, closedAs('threat', anna)));

describe('a case is what somebody called for help by, truly, of a municipality', () => {
  test.each([
    ['a duress', {}, true],
    ['a missed check', { kind: 'missed-check' }, true],
    ['a medical alarm', { kind: 'medical' }, true],
    ['a fault', { kind: 'fault' }, false],
    ['what the system says of itself', { kind: 'system' }, false],
    ['a test', { mode: 'test' }, false],
    ['a drill', { mode: 'exercise' }, false],
    ['a synthetic press', { mode: 'synthetic' }, false],
    ['a button of nobody', { municipality: null }, false],
  ] as const)('%s', (_, other, is) => {
    expect(isCase({ ...alarm, ...other })).toBe(is);
  });
});

test('its facts are the outcome and the clock, and nothing that tells where or why', () => {
  expect(factsOf(alarm)).toEqual({
    alarmNumber: alarm.number,
    kind: 'duress',
    outcome: 'threat',
    needless: false,
    times: alarm.times,
  });
  const sent = {
    class: 'assistance',
    channel: 'telephone',
    route: { regionCode: 'NH', which: 'first' },
    by: { id: anna.id, name: anna.name },
    at: alarm.updatedAt,
  } as const;
  const known = { policeOperator: 'Meldkamer', incidentNumber: '2026-0042', at: alarm.updatedAt };
  expect(factsOf({ ...alarm, handover: { status: 'sent', ...sent } })).not.toHaveProperty('police');
  expect(factsOf({ ...alarm, handover: { status: 'done', sent, ...known } })).toMatchObject({
    police: { class: 'assistance', incidentNumber: '2026-0042' },
  });
  expect(factsOf({ ...alarm, closed: null })).toMatchObject({ outcome: null, needless: false });
});

test.each([
  ['Joke van Dam', 'J.v.D.'],
  ['Anne-Marie de Vries', 'A.M.d.V.'],
  ['  Ömer  Şahin ', 'Ö.Ş.'],
  ['𝒜𝒷', '𝒜.'],
  ['', ''],
])('%s is %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('every word up to half a page, and all seven of them', () => {
  const filled = (words: object) =>
    fillIn.safeParse({ expectedVersion: 1, status: 'draft', words: { ...noWords, ...words } });
  expect(filled({ why: 'x'.repeat(mostWordCharacters) }).success).toBe(true);
  expect(filled({ why: 'x'.repeat(mostWordCharacters + 1) }).success).toBe(false);
  expect(filled({ why: undefined }).success).toBe(false);
});
