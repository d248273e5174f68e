// Whom nobody calls, and until when (domain: "Calling"; "Partner told … feeds NIET BELLEN").
import { describe, expect, test } from 'vitest';
import { claimed, closedAs, secondPress } from '../../testing/facts.ts';
import { anna, at, button, given, pressed, raising, signal } from '../../testing/given.ts';
import {
  call,
  called,
  callingAllowed,
  confirmed,
  partner,
  piket,
  policeReported,
  sent,
} from '../../testing/handover-facts.ts';
import type { KnownAtHome } from '../raising/state.ts';
import { whyNotCalled } from './who-may-be-called.ts';

const holder = null;
const atHome = { sameAddress: true, mayBeInvolved: true };
const ex = { sameAddress: false, mayBeInvolved: true };
const elsewhere = { sameAddress: false, mayBeInvolved: false };
const asked = (knownAtHome?: KnownAtHome) => ({
  button: { ...raising().button, ...(knownAtHome && { knownAtHome }) },
});

describe.each([
  // At home they know · whom · while NIET BELLEN · once who listens lifted it
  ['yes', 'the holder', holder, 'no-call', null],
  ['yes', 'who lives there', atHome, 'no-call', null],
  ['yes', 'who may be involved', ex, 'no-call', null],
  ['yes', 'somebody elsewhere', elsewhere, null, null],
  ['no', 'the holder', holder, 'no-call', null],
  ['no', 'who lives there', atHome, 'home-unaware', 'home-unaware'],
  ['no', 'who may be involved', ex, 'no-call', null],
  ['no', 'somebody elsewhere', elsewhere, null, null],
  ['unknown', 'the holder', holder, 'no-call', null],
  ['unknown', 'who lives there', atHome, 'home-unaware', 'home-unaware'],
  ['unknown', 'who may be involved', ex, 'no-call', null],
  ['unknown', 'somebody elsewhere', elsewhere, null, null],
  // A release before raised it, or nobody wears it.
  [undefined, 'who lives there', atHome, 'no-call', null],
  [undefined, 'somebody elsewhere', elsewhere, null, null],
] as const)('at home they know: %s; %s', (known, _whom, contact, before, after) => {
  test.each(['duress', 'missed-check'] as const)('%s', (kind) => {
    const raised = pressed({ ...asked(known), kind });
    expect(whyNotCalled(given(raised).alarm, contact)).toBe(before);
    const lifted = given(raised, at(9, anna, claimed(anna), callingAllowed(anna)));
    expect(whyNotCalled(lifted.alarm, contact)).toBe(after);
  });

  test.each(['medical', 'fault'] as const)('%s: nobody stands beside him', (kind) => {
    expect(whyNotCalled(given(pressed({ ...asked(known), kind })).alarm, contact)).toBeNull();
  });
});

describe('who knows nothing at home is called again', () => {
  const story = (...facts: Parameters<typeof at>[2][]) =>
    given(
      pressed(asked('no')),
      at(5, anna, claimed(anna), callingAllowed(anna), sent(anna), confirmed(anna)),
      at(9, anna, ...facts),
    );
  const why = (...facts: Parameters<typeof at>[2][]) => whyNotCalled(story(...facts).alarm, atHome);

  test.each([
    ['received', 'home-unaware'],
    ['under-way', 'home-unaware'],
    ['on-scene', null],
    ['safe', null],
    ['closed', null],
    // Who found nobody is not where he is.
    ['not-found', 'home-unaware'],
  ] as const)('police: %s', (status, expected) => {
    expect(why(policeReported(status, 8))).toBe(expected);
  });

  test('once the police are there, also while a second unit is under way', () => {
    expect(why(policeReported('on-scene', 7), policeReported('under-way', 8))).toBeNull();
  });

  test('not where they were there and found nobody', () => {
    expect(why(policeReported('on-scene', 7), policeReported('not-found', 8))).toBe('home-unaware');
  });

  test('when it is closed', () => {
    expect(why(closedAs('false-accident', anna))).toBeNull();
  });
});

test('who asked for an ambulance and now presses: nobody calls his home', () => {
  const story = given(pressed({ ...asked('no'), kind: 'medical', signal: signal('medical') }));
  expect(whyNotCalled(story.alarm, atHome)).toBeNull();
  story.when(secondPress(5), button, 5).accepted();
  expect(whyNotCalled(story.alarm, atHome)).toBe('home-unaware');
});

test('the server refuses it with its own reason, lifted or not, and elsewhere nobody is kept from', () => {
  const story = given(pressed(asked('no')), at(5, anna, claimed(anna)));
  story.when(call(), anna, 9, partner).refused('niet-bellen-thuis');
  story.add([callingAllowed(anna)], anna, 10);
  story.when(call(), anna, 11, partner).refused('niet-bellen-thuis');
  story.when(call(), anna, 12, piket).then(called(anna, 1));
});
