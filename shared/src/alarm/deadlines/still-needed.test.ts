import { expect, test } from 'vitest';
import { claimed, closedAs, unverifiable, verified } from '../../testing/facts.ts';
import { anna, at, dirk, given, member, pressed } from '../../testing/given.ts';
import { confirmed, declined, policeReported, sent } from '../../testing/handover-facts.ts';
import type { AlarmFact } from '../events.ts';
import type { DeadlineKind } from './state.ts';
import { isStillNeeded } from './still-needed.ts';

const raised = () => given(pressed());
const owned = (...facts: AlarmFact[]) =>
  given(pressed(), at(5, anna, claimed(anna)), at(6, anna, ...facts));
const upgrade = {
  by: member(anna),
  channel: 'telephone',
  route: { regionCode: null, which: '112' },
} as const;
/** Passed on as assistance, and verified since. */
const upgradable = (...facts: AlarmFact[]) =>
  given(
    pressed(),
    at(5, anna, claimed(anna)),
    at(6, anna, sent(anna, 'assistance'), confirmed(anna)),
    at(8, anna, verified(anna), ...facts),
  );

test.each([
  ['unclaimed-supervisor', raised(), owned()],
  ['unclaimed-on-call', raised(), owned()],
  ['on-call-over', raised(), owned()],
  ['owner-idle-supervisor', owned(), owned(verified(anna))],
  ['no-decision-supervisor', owned(), owned(unverifiable(anna))],
  ['unverifiable-supervisor', owned(unverifiable(anna)), owned(unverifiable(anna), declined(dirk))],
  [
    'unverifiable-supervisor',
    owned(unverifiable(anna)),
    owned(unverifiable(anna), sent(anna, 'assistance')),
  ],
  ['verified-not-handed-over', owned(verified(anna)), owned(verified(anna), sent(anna))],
  [
    'handover-unconfirmed',
    owned(verified(anna), sent(anna)),
    owned(verified(anna), sent(anna), confirmed(anna)),
  ],
  [
    'handover-unconfirmed',
    owned(verified(anna), sent(anna)),
    owned(verified(anna), sent(anna), policeReported('under-way', 8)),
  ],
  ['upgrade-not-told', upgradable(), upgradable({ type: 'UpgradeSent', data: upgrade })],
  [
    'upgrade-unconfirmed',
    upgradable({ type: 'UpgradeSent', data: upgrade }),
    upgradable(
      { type: 'UpgradeSent', data: upgrade },
      { type: 'UpgradeConfirmed', data: { ...upgrade, incidentNumber: '1' }, personal: null },
    ),
  ],
] as [DeadlineKind, ReturnType<typeof given>, ReturnType<typeof given>][])(
  '%s: until somebody did what it asks for',
  (kind, before, after) => {
    expect(isStillNeeded(before.alarm, kind)).toBe(true);
    expect(isStillNeeded(after.alarm, kind)).toBe(false);
  },
);

test('nothing of an alarm that is closed', () => {
  const { alarm } = owned(closedAs('unknown', anna));
  expect(isStillNeeded(alarm, 'handover-unconfirmed')).toBe(false);
  expect(isStillNeeded(alarm, 'no-activity')).toBe(false);
});

test('a message to the second route is not held back by the first one’s silence', () => {
  const { alarm } = owned(verified(anna), sent(anna), sent(anna, 'prio-1', 'second'));
  expect(isStillNeeded(alarm, 'handover-unconfirmed')).toBe(true);
});
