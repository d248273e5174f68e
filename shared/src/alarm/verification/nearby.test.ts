import { describe, expect, test } from 'vitest';
import { closedAs, secondPress } from '../../testing/facts.ts';
import { anna, at, given, moment, pressed, raising, signal, uuid } from '../../testing/given.ts';
import type { RaiseCommand } from '../raising/commands.ts';
import { nearbyPresses, usualNearbyPress } from './nearby.ts';

const joke = { name: 'Joke', function: 'wethouder', phone: null, returned: false };
const marten = { ...joke, name: 'Marten' };
/** So many metres north of where Joke stands; a degree is 111,195 m on the sphere that is measured on. */
const there = (metres: number, accuracyMetres: number | null = 10) =>
  signal('panic', {
    position: {
      latitude: 52 + metres / 111_195,
      longitude: 5.1,
      accuracyMetres,
      altitudeMetres: null,
      speedMetresPerSecond: null,
      headingDegrees: null,
      fixAt: null,
      source: 'gnss',
    },
  });
const jokes = (changes: Partial<RaiseCommand> = {}) =>
  given(pressed({ signal: there(0), ...changes })).alarm;
const martens = (changes: Partial<RaiseCommand> = {}) =>
  given(
    pressed({
      number: 1002,
      button: { ...raising().button, id: uuid(11), serial: '232' },
      holder: marten,
      signal: there(40),
      ...changes,
    }),
  ).alarm;
const found = (one = jokes(), ...others: ReturnType<typeof jokes>[]) =>
  nearbyPresses(one, others, usualNearbyPress);

test('who, with which button, how far and when', () => {
  expect(found(jokes(), martens())).toEqual([
    {
      alarmId: martens().id,
      number: 1002,
      serial: '232',
      name: 'Marten',
      metres: 40,
      pressedAt: moment(0),
    },
  ]);
});

test('each sees the other', () => {
  expect(found(martens(), jokes())).toMatchObject([{ name: 'Joke', metres: 40 }]);
});

describe('how far', () => {
  test.each([
    ['within the metres and what both may be off', 169, 10, true],
    ['beyond it', 171, 10, false],
    ['a vaguer fix reaches farther', 300, 200, true],
    ['a fix that says nothing about itself is taken for an ordinary one', 209, null, true],
    ['and not for a good one', 211, null, false],
  ])('%s', (_what, metres, accuracy, counts) => {
    const other = martens({ signal: there(metres, accuracy) });
    expect(found(jokes(), other)).toHaveLength(counts ? 1 : 0);
  });

  test('nobody knows where: nothing', () => {
    expect(found(jokes(), martens({ signal: signal('panic') }))).toEqual([]);
    expect(found(jokes({ signal: signal('panic') }), martens())).toEqual([]);
  });

  test('nearest first', () => {
    const third = martens({
      button: { ...raising().button, id: uuid(12), serial: '233' },
      holder: { ...joke, name: 'Piet' },
      signal: there(15),
    });
    expect(found(jokes(), martens(), third).map(({ name }) => name)).toEqual(['Piet', 'Marten']);
  });
});

describe('when', () => {
  test.each([
    [300, true],
    [301, false],
  ])('%i s later', (seconds, counts) => {
    const other = martens({ receivedAt: moment(seconds) });
    expect(found(jokes(), other)).toHaveLength(counts ? 1 : 0);
    expect(found(other, jokes())).toHaveLength(counts ? 1 : 0);
  });

  test('who goes on pressing is there for as long as that', () => {
    const story = given(pressed({ signal: there(0) }));
    story.when(secondPress(400), { type: 'device', buttonId: uuid(10) }, 400).accepted();
    expect(found(story.alarm, martens({ receivedAt: moment(600) }))).toHaveLength(1);
    expect(found(story.alarm, martens({ receivedAt: moment(200) }))).toHaveLength(1);
  });
});

describe('another person', () => {
  test.each([
    ['with two buttons is one', { holder: joke }],
    ['is not known', { holder: null }],
    ['had it before it came back', { holder: { ...marten, returned: true } }],
    ['only telephoned', { source: 'by-hand' }],
    ['needs no help but a battery', { kind: 'fault' }],
    ['tries it out', { mode: 'test' }],
  ] as [string, Partial<RaiseCommand>][])('who %s: nothing', (_what, changes) => {
    expect(found(jokes(), martens(changes))).toEqual([]);
  });

  test('whose alarm was closed: nothing', () => {
    const closed = given(
      pressed({
        button: { ...raising().button, id: uuid(11) },
        holder: marten,
        signal: there(40),
      }),
      at(9, anna, closedAs('unknown', anna)),
    ).alarm;
    expect(found(jokes(), closed)).toEqual([]);
  });

  test('in a drill counts for the drill', () => {
    expect(found(jokes({ mode: 'exercise' }), martens({ mode: 'exercise' }))).toHaveLength(1);
  });
});
