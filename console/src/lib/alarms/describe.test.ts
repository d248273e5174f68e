import { expect, test } from 'vitest';
import { signalled } from '@achterwacht/shared/testing/facts.ts';
import { position, signal } from '@achterwacht/shared/testing/given.ts';
import { hearsayOf, kindOf, placeOf, whoOf } from './describe.ts';
import { anna, followedBy, raised, start } from './example-alarms.ts';

test('F1 what is heard and not believed is one line: when, what, how often, where', () => {
  const made = raised();
  expect(hearsayOf(made.alarm)).toBeNull();
  const fact = signalled(signal('panic', { position: position(52.7) }), 2000, 0);
  if (fact.type !== 'SignalAdded') throw new Error('a signal is a signal');
  const refused = {
    ...fact,
    data: { ...fact.data, signal: { ...fact.data.signal, unbelieved: 'refused' as const } },
  };
  const twice = followedBy(followedBy(made, refused, start), refused, start);
  expect(hearsayOf(twice.alarm)).toMatch(/^Niet-geverifieerde bron zegt om .*×2.*52,70000 N/);
});

test.each([
  ['Jan Vos', 'lijkt op 8312 (drager Jan Vos, knop 231)'],
  [null, 'lijkt op 8312 (knop 231, geen drager)'],
])('B4 an unknown button says which one it is like, worn by %s', (holder, detail) => {
  const button = { id: anna.id, serial: 'onbekend-08312', known: false, sound: false };
  const { alarm } = raised({ button });
  const personal = {
    ...alarm.personal!,
    holder: null,
    resembles: { account: '8312', serial: '231', holder },
  };
  expect(whoOf({ ...alarm, personal })).toMatchObject({ detail });
});

test('an unknown button is named by its account, without a word of ours before it', () => {
  const button = { id: anna.id, serial: 'onbekend-C0FFEE', known: false, sound: false };
  const { alarm } = raised({ button });
  const nobody = { ...alarm, personal: { ...alarm.personal!, holder: null } };
  expect(whoOf(nobody).name).toBe('Onbekende knop C0FFEE');
});

test('B7 what may have been a press is not called a fault', () => {
  const { alarm } = raised({ kind: 'fault', priority: 'high' });
  expect(kindOf(alarm)).toBe('storing');
  expect(kindOf({ ...alarm, warnings: ['restore-without-press'] })).toBe('mogelijk gemiste druk');
});

test('in the place of what was erased stands since when and why; one that is open again warns', () => {
  const made = raised();
  const erased = { type: 'ContentErased', data: { why: 'retention' } } as const;
  const by = { type: 'system', part: 'retention' } as const;
  const { alarm } = followedBy(made, erased, Date.parse('2026-12-06T08:14:00Z'), by);
  const closed = { outcome: 'false-accident', needless: false, by: anna, at: alarm.updatedAt };
  const who = whoOf({ ...alarm, closed: { ...closed, outcome: 'false-accident' } });
  expect(who).toEqual({
    name: `Knop ${alarm.button.serial}`,
    detail: 'Inhoud gewist op zo\u00a006-\u206012-\u20602026 om 09:14 (bewaartermijn)',
    warning: null,
  });
  expect(placeOf(alarm)).toBe('plaats gewist');
  expect(whoOf(alarm).warning).not.toBeNull();
});
