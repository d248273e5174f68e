// The judge after every fault must see each kind of damage; a check that cannot fail is none.
import { expect, test } from 'vitest';
import { brokenInvariants, type Facts } from './invariants.ts';

const signal = {
  id: 's1',
  account: 'AB12',
  kind: 'panic',
  disposition: 'accepted',
  latitude: null,
  longitude: null,
  raw: '\n00000000"SIA-DCS"0007R1L0#AB12[#AB12|Nri1/PA001]\r',
};
const alarm = {
  id: 'a1',
  number: 1001,
  status: 'raised',
  kind: 'duress',
  priority: 'urgent',
  button: '231',
  signals: 1,
  deadlineAt: '2026-03-02T08:00:10.000Z',
};
const whole: Facts = {
  acknowledged: [{ account: 'AB12', sequence: 7 }],
  signals: [signal],
  alarms: [alarm],
  verdict: { alarms: 1, events: 1, faults: [] },
  signalsInLog: ['s1'],
};
const second = { ...signal, id: 's2' };

test('says nothing when all is well', () => {
  expect(brokenInvariants(whole)).toEqual([]);
  // Its retry, recognised, is nothing to complain about.
  const retried = { ...second, disposition: 'duplicate' };
  expect(brokenInvariants({ ...whole, signals: [signal, retried] })).toEqual([]);
});

test.each<[string, Partial<Facts>, RegExp]>([
  ['a lost press', { signals: [] }, /is 0 signals/],
  ['a press counted twice', { signals: [signal, second] }, /is 2 signals/],
  [
    'an undecided delivery',
    { signals: [signal, { ...second, disposition: 'pending' }] },
    /is undecided/,
  ],
  ['a signal in no alarm', { signalsInLog: ['other'] }, /stands 0 times/],
  ['a signal in two alarms', { signalsInLog: ['s1', 's1'] }, /two places/],
  ['a signal that no alarm counts', { signalsInLog: ['s1', 's9'] }, /count 1 signals.*have 2/],
  ['an open alarm without a deadline', { alarms: [{ ...alarm, deadlineAt: null }] }, /deadline/],
  ['a broken chain', { verdict: { alarms: 1, events: 1, faults: ['x'] } }, /not whole/],
])('sees %s', (_what, damage, sentence) => {
  expect(brokenInvariants({ ...whole, ...damage }).join('\n')).toMatch(sentence);
});

test('a closed alarm needs no deadline', () => {
  const closed = { ...alarm, status: 'closed', deadlineAt: null };
  expect(brokenInvariants({ ...whole, alarms: [closed] })).toEqual([]);
});
