import type { CallResult } from '@achterwacht/shared/alarm/calling/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { describe, expect, it } from 'vitest';
import { raised } from '../alarms/example-alarms.ts';
import { flagsOf, involvementText, isOffLimits, nextToCall } from './calls.ts';

const by = { id: '00000000-0000-4000-8000-000000000001', name: 'Anna de Wit' };
const at = '2026-11-21T13:03:00.000Z';
const contact = (last: number, mayBeInvolved: boolean, sameAddress = false) => ({
  id: `00000000-0000-4000-8000-00000000000${last}`,
  name: `contact ${last}`,
  relation: '',
  phone: '',
  sameAddress,
  mayBeInvolved,
});
const partner = contact(1, true);
const picket = contact(2, false);
const office = contact(3, false);
const contacts = [partner, picket, office];

const duress = raised().alarm;
const allowed: Alarm = { ...duress, calling: { status: 'allowed', by, at } };
const called = (alarm: Alarm, ...calls: [{ id: string }, CallResult][]): Alarm => ({
  ...alarm,
  callAttempts: calls.map(([{ id }, result], index) => ({
    version: index + 2,
    contactId: id,
    round: 1,
    result,
    by,
    at,
  })),
});

describe('who may be called', () => {
  it('is nobody at that address while a duress is NIET BELLEN', () => {
    expect(isOffLimits(duress, partner)).toBe(true);
    expect(isOffLimits(duress, picket)).toBe(false);
    expect(isOffLimits(allowed, partner)).toBe(false);
  });

  it.each([
    ['no', true, /thuis weet niemand/],
    ['unknown', true, /onbekend of iemand thuis weet/],
    ['yes', false, /^zelfde adres, thuis weet iemand/],
    [undefined, false, /^zelfde adres$/],
  ] as const)('is said with its reason: at home they know, %s', (known, isOff, words) => {
    const button = { ...duress.button, ...(known && { knownAtHome: known }) };
    const wife = contact(4, true, true);
    expect(isOffLimits({ ...allowed, button }, wife)).toBe(isOff);
    expect(involvementText({ ...allowed, button }, wife)).toMatch(words);
    expect(involvementText({ ...allowed, button }, partner)).toBe('mogelijk betrokken');
    expect(involvementText({ ...allowed, button }, office)).toBeNull();
  });

  it('is said by the alarm, not by its plan, once it was lifted', () => {
    const plan = { ...duress.plan, flags: ['no-call', 'children'] as const };
    expect(flagsOf({ ...duress, plan: { ...plan, flags: [...plan.flags] } })).toEqual([
      'no-call',
      'children',
    ]);
    expect(flagsOf({ ...allowed, plan: { ...plan, flags: [...plan.flags] } })).toEqual([
      'children',
    ]);
  });
});

describe('who is next', () => {
  it('is the first of the list who may be called', () => {
    expect(nextToCall(duress, contacts)).toBe(picket);
    expect(nextToCall(allowed, contacts)).toBe(partner);
  });

  it('is everybody once before anybody twice, and nobody a third time', () => {
    const once = called(duress, [picket, 'no-answer'], [office, 'busy']);
    expect(nextToCall(called(duress, [picket, 'no-answer']), contacts)).toBe(office);
    expect(nextToCall(once, contacts)).toBe(picket);
    const twice = called(
      duress,
      [picket, 'no-answer'],
      [office, 'busy'],
      [picket, 'voicemail'],
      [office, 'busy'],
    );
    expect(nextToCall(twice, contacts)).toBeNull();
  });

  it('is nobody once somebody answered', () => {
    expect(nextToCall(called(duress, [picket, 'answered']), contacts)).toBeNull();
  });

  it('is nobody where nobody may be called', () => {
    expect(nextToCall(duress, [partner])).toBeNull();
  });
});
