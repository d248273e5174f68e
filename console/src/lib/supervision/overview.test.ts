import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { assigned } from '@achterwacht/shared/testing/facts.ts';
import { dirk } from '@achterwacht/shared/testing/given.ts';
import { describe, expect, it } from 'vitest';
import { anna, bram, claimedBy, followedBy, raised, start } from '../alarms/example-alarms.ts';
import { decisionsOf, openFor, peopleAtWork, type Filter } from './overview.ts';

const numbers = (alarms: readonly Alarm[]) => alarms.map(({ number }) => number);
const present = (person: { id: string; name: string }, state: 'free' | 'busy' = 'free') => ({
  id: person.id,
  name: person.name,
  role: 'centralist' as const,
  state,
});
const minute = 60_000;

describe('peopleAtWork', () => {
  it('has each with what is his, and whoever has one and no desk that answers above all', () => {
    const alarms = [
      claimedBy(raised({ number: 1 }), anna).alarm,
      claimedBy(raised({ number: 2 }), bram).alarm,
    ];
    const people = peopleAtWork([present(dirk), present(anna, 'busy')], alarms, start + 6_000);
    expect(people.map(({ name, state, alarms: own }) => [name, state, numbers(own)])).toEqual([
      ['Bram', 'away', [2]],
      ['Anna', 'busy', [1]],
      ['Dirk', 'free', []],
    ]);
  });

  it('has whoever is late with something above whoever has more', () => {
    const late = claimedBy(
      raised({ number: 1, receivedAt: start - 10 * minute }),
      bram,
      start - 9 * minute,
    );
    const others = [2, 3].map((number) => claimedBy(raised({ number }), anna).alarm);
    const members = [present(anna, 'busy'), present(bram, 'busy')];
    const people = peopleAtWork(members, [...others, late.alarm], start + 6_000);
    expect(people.map(({ name }) => name)).toEqual(['Bram', 'Anna']);
  });
});

describe('openFor', () => {
  const waits = raised({ number: 1 });
  const waitsLong = raised({ number: 2, receivedAt: start - 5 * minute });
  const judging = claimedBy(raised({ number: 3, receivedAt: start + 1_000 }), anna);
  const fault = raised({
    number: 4,
    kind: 'fault',
    priority: 'low',
    receivedAt: start - 9 * minute,
  });
  const test = raised({ number: 5, kind: 'test', mode: 'test', priority: 'low' });
  const alarms = [test, fault, judging, waits, waitsLong].map(({ alarm }) => alarm);
  const shown = (filter: Filter) => numbers(openFor(filter, alarms, start + 6_000));

  it('has what is late first, and tests last', () => {
    expect(shown('all')).toEqual([2, 1, 3, 4, 5]);
  });

  it.each([
    ['late', [2]],
    ['unclaimed', [2, 1, 4, 5]],
    ['unverified', [2, 1, 3]],
    ['police', []],
  ] as const)('%s', (filter, expected) => {
    expect(shown(filter)).toEqual(expected);
  });

  it('has among those at the police what was passed on until it is closed', () => {
    const passedOn = followedBy(
      judging,
      {
        type: 'AlarmVerified',
        data: { by: { id: anna.id, name: anna.name }, basis: 'sound', audioMoment: null },
        personal: { note: 'geschreeuw' },
      },
      start + 7_000,
    );
    expect(numbers(openFor('police', [passedOn.alarm], start + 8_000))).toEqual([3]);
  });
});

describe('decisionsOf', () => {
  it('has who was asked and has not taken it, and what stays parked, the longest first', () => {
    const asked = followedBy(
      claimedBy(raised({ number: 1 }), anna),
      assigned(bram, anna),
      start + minute,
    );
    const parked = followedBy(
      claimedBy(raised({ number: 2, kind: 'fault', priority: 'low' }), anna),
      {
        type: 'AlarmParked',
        data: {
          by: { id: anna.id, name: anna.name },
          until: new Date(start + 300 * minute).toISOString(),
          reason: 'monteur komt',
        },
      },
      start + 10_000,
    );
    const decided = (at: number) =>
      decisionsOf([asked.alarm, parked.alarm], at).map(({ kind, alarm }) => [kind, alarm.number]);
    expect(decided(start + 2 * minute)).toEqual([['asked', 1]]);
    expect(decided(start + 61 * minute)).toEqual([
      ['parked', 2],
      ['asked', 1],
    ]);
  });

  it('has a page of the police for as long as it opens, also of a closed alarm', () => {
    const { alarm } = raised({ number: 1 });
    const link = {
      linkId: '00000000-0000-4000-8000-000000000900',
      by: { id: anna.id, name: anna.name },
      at: new Date(start).toISOString(),
      until: new Date(start + 120 * minute).toISOString(),
      revokedAt: null,
      views: 0,
      lastViewedAt: null,
    };
    const kinds = (changes: object, at = start + minute) =>
      decisionsOf([{ ...alarm, policeLinks: [{ ...link, ...changes }] }], at).map(
        ({ kind }) => kind,
      );
    expect(kinds({})).toEqual(['page']);
    expect(kinds({}, start + 121 * minute)).toEqual([]);
    expect(kinds({ revokedAt: link.at })).toEqual([]);
  });
});
