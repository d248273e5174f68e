// A lost second factor: one asks, another approves, and the code that he tells counts for a quarter of an hour.
import { describe, expect, test } from 'vitest';
import { memberSubject } from '../subjects/member.ts';
import { uuid } from '../testing/given.ts';
import { Centre, centreId, haarlem, system, zwolle } from './test-centre.ts';

const ask = { type: 'AskFactorReset', seen: 'in-person' } as const;
const approve = { type: 'ApproveFactorReset', codeHash: 'right' } as const;
const use = (codeHash: string) => ({ type: 'UseRecoveryCode', codeHash }) as const;
const minute = 60_000;

/** 1 administers, 2 and 3 supervise, 4 takes alarms; 5 and 6 are officers of Haarlem, 7 of Zwolle. */
function someCentre(): Centre {
  const centre = new Centre();
  centre.enter(1, 'administrator');
  centre.enter(2, 'supervisor');
  centre.enter(3, 'supervisor');
  centre.enter(4, 'centralist');
  centre.enter(5, 'oov-officer', haarlem);
  centre.enter(6, 'oov-officer', haarlem);
  centre.enter(7, 'oov-officer', zwolle);
  centre.enter(8, 'griffier', haarlem);
  return centre;
}

test('takes two others, and then the code once', () => {
  const centre = someCentre();
  const anna = uuid(4);
  expect(centre.ask(centre.as(2), anna, approve)).toBe('herstel-niet-gevraagd');
  expect(centre.ask(centre.as(2), anna, ask)).toBeNull();
  expect(centre.ask(centre.as(3), anna, ask)).toBe('herstel-loopt');
  expect(centre.ask(centre.as(2), anna, approve)).toBe('tweede-persoon-nodig');
  expect(centre.ask(system, anna, use('right'))).toBe('herstelcode-onjuist');
  expect(centre.ask(centre.as(1), anna, approve)).toBeNull();
  centre.now += 15 * minute - 1;
  expect(centre.ask(system, anna, use('right'))).toBeNull();
  const now = new Date(centre.now).toISOString();
  expect(centre.of(4)).toMatchObject({ reset: null, factorsResetAt: now, sessionsEndedAt: now });
  expect(memberSubject.effectsOf(centre.of(4), centre.events.at(-1)!)).toMatchObject([
    { kind: 'tell-factor-reset' },
  ]);
  expect(centre.ask(system, anna, use('right'))).toBe('herstelcode-onjuist');
});

test('whom the asker let in for it is no other, while there is another', () => {
  const centre = someCentre();
  const puppet = uuid(9);
  const link = { invitationId: uuid(50), hash: 'a', way: 'printed' } as const;
  const named = { name: 'M9', email: 'm9@voorbeeld.test' };
  const place = { role: 'supervisor', municipalityId: null } as const;
  const invite = { type: 'InviteMember', centreId, ...place, ...named, ...link } as const;
  expect(centre.ask(centre.as(1), puppet, invite)).toBeNull();
  expect(centre.ask(system, puppet, { type: 'AcceptInvitation', hash: 'a' })).toBeNull();
  expect(centre.ask(centre.as(1), uuid(4), ask)).toBeNull();
  expect(centre.ask(centre.as(9), uuid(4), approve)).toBe('tweede-persoon-nieuw');
  for (const number of [2, 3])
    centre.ask(centre.as(1), uuid(number), { type: 'SuspendMember', reason: null });
  expect(centre.ask(centre.as(9), uuid(4), approve)).toBe('tweede-persoon-nieuw');
  centre.ask(centre.as(1), uuid(2), { type: 'RestoreMember' });
  expect(centre.ask(centre.as(2), uuid(4), approve)).toBeNull();
});

test('the code is too late after fifteen minutes, and what was asked after a day', () => {
  const centre = someCentre();
  const anna = uuid(4);
  centre.ask(centre.as(2), anna, ask);
  centre.ask(centre.as(1), anna, approve);
  centre.now += 15 * minute;
  expect(centre.ask(system, anna, use('right'))).toBe('herstelcode-onjuist');
  centre.sweepUntil(centre.now);
  expect(centre.events.at(-1)?.type).toBe('FactorResetEnded');
  expect(centre.of(4).reset).toBeNull();
  expect(centre.ask(centre.as(2), anna, ask)).toBeNull();
  centre.now += 24 * 60 * minute;
  expect(centre.ask(centre.as(1), anna, approve)).toBe('herstel-niet-gevraagd');
});

test('the fifth wrong code ends it, whatever comes after', () => {
  const centre = someCentre();
  const anna = uuid(4);
  centre.ask(centre.as(2), anna, ask);
  centre.ask(centre.as(1), anna, approve);
  for (let guess = 0; guess < 5; guess += 1)
    expect(centre.ask(system, anna, use(`wrong ${guess}`))).toBeNull();
  expect(centre.of(4).reset).toBeNull();
  expect(centre.ask(system, anna, use('right'))).toBe('herstelcode-onjuist');
});

test('taken back, or the member suspended, it counts no more', () => {
  for (const end of [
    { type: 'WithdrawFactorReset' },
    { type: 'SuspendMember', reason: null },
  ] as const) {
    const centre = someCentre();
    const anna = uuid(4);
    centre.ask(centre.as(2), anna, ask);
    centre.ask(centre.as(1), anna, approve);
    expect(centre.ask(centre.as(1), anna, end)).toBeNull();
    expect(centre.ask(system, anna, use('right'))).toBe('herstelcode-onjuist');
  }
});

describe('who helps whom', () => {
  test.each([
    [1, 4, null],
    [2, 1, null],
    [2, 5, null],
    [1, 8, null],
    [4, 2, 'rol-mag-niet'],
    [8, 5, 'rol-mag-niet'],
    [1, 1, 'herstel-niet-voor-u'],
    [5, 5, 'herstel-niet-voor-u'],
    [5, 6, null],
    [7, 5, 'herstel-niet-voor-u'],
    [5, 8, 'herstel-niet-voor-u'],
    [5, 4, 'herstel-niet-voor-u'],
  ] as const)('%i asks for %i: %s', (asker, member, why) => {
    const centre = someCentre();
    expect(centre.ask(centre.as(asker), uuid(member), ask)).toBe(why);
  });

  test('nobody approves his own', () => {
    const centre = someCentre();
    centre.ask(centre.as(6), uuid(5), ask);
    expect(centre.ask(centre.as(5), uuid(5), approve)).toBe('herstel-niet-voor-u');
    expect(centre.ask(centre.as(1), uuid(5), approve)).toBeNull();
  });

  test('at the machine one is enough, and it is signed as that', () => {
    const centre = someCentre();
    centre.ask(system, uuid(4), ask);
    expect(centre.ask(system, uuid(4), approve)).toBeNull();
    expect(centre.of(4).reset?.approved?.by).toBeNull();
  });
});
