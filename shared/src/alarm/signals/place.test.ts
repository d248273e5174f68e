import { describe, expect, test } from 'vitest';
import { secondPress } from '../../testing/facts.ts';
import { button, given, moment, position, pressed, signal } from '../../testing/given.ts';
import type { Position } from '../../signals.ts';
import type { AlarmEvent } from '../events.ts';
import { fold } from '../evolve.ts';
import type { AlarmPersonal } from '../personal/personal.ts';

/** 0.001 degree is 111 metres. */
const townHall = position(52.38);
const stated = { text: 'Stadhuis, Grote Markt 2', basis: 'stated' } as const;
const home = { text: 'Thuis, Kleverparkweg 40', basis: 'stated' } as const;
const near = { text: 'Haarlem', basis: 'nearest' } as const;
type Place = AlarmPersonal['place'];

const pressedAt = (place: Place, fix: Position | null) =>
  given(pressed({ place, signal: signal('panic', { position: fix }) }));

/** What is said aloud after one more press there. */
function afterPress(story: ReturnType<typeof given>, place: Place, fix: Position | null): string {
  const number = 1001 + story.log.length;
  const again = {
    type: 'AddSignal',
    signalId: `00000000-0000-4000-8000-00000000${number}`,
  } as const;
  const heard = signal('panic', { position: fix });
  story
    .when({ ...again, signal: heard, place, receivedAt: story.alarm.updatedAt }, button, number)
    .accepted();
  return story.alarm.personal?.place?.text ?? 'nowhere';
}

describe('a place that was stated', () => {
  test('stays when a worse fix only allows a guess', () => {
    const coarse = { ...position(52.39), accuracyMetres: 2_000 };
    expect(afterPress(pressedAt(stated, townHall), near, coarse)).toBe(stated.text);
  });

  test('stays when the fix wanders within what it may be off', () => {
    expect(afterPress(pressedAt(stated, townHall), near, position(52.3814))).toBe(stated.text);
  });

  test('stays when a press says nothing of where', () => {
    expect(afterPress(pressedAt(stated, townHall), null, null)).toBe(stated.text);
  });

  test('goes once the button has really left', () => {
    expect(afterPress(pressedAt(stated, townHall), near, position(52.383))).toBe('Haarlem');
  });

  test('goes however slowly it leaves: measured from where it was stated', () => {
    const story = pressedAt(stated, townHall);
    const said = [52.3806, 52.3812, 52.3818].map((latitude) =>
      afterPress(story, near, position(latitude)),
    );
    expect(said).toEqual([stated.text, stated.text, 'Haarlem']);
  });

  test('gives way to another that is stated, and is left from there', () => {
    const story = pressedAt(stated, townHall);
    expect(afterPress(story, home, position(52.3811))).toBe(home.text);
    expect(afterPress(story, near, position(52.382))).toBe(home.text);
    expect(afterPress(story, near, townHall)).toBe(home.text);
    expect(afterPress(story, near, position(52.385))).toBe('Haarlem');
  });

  test('without a fix holds at the first one, and is left from there', () => {
    const story = pressedAt(stated, null);
    expect(afterPress(story, near, townHall)).toBe(stated.text);
    expect(afterPress(story, near, position(52.3811))).toBe(stated.text);
    expect(afterPress(story, near, position(52.39))).toBe('Haarlem');
  });

  test('keeps its ground against a fix that states no accuracy', () => {
    const vague = (latitude: number) => ({ ...position(latitude), accuracyMetres: null });
    expect(afterPress(pressedAt(stated, townHall), near, vague(52.3818))).toBe(stated.text);
    expect(afterPress(pressedAt(stated, townHall), near, vague(52.3822))).toBe('Haarlem');
  });
});

test('a guess gives way to the next guess, and to what is stated', () => {
  const story = pressedAt(near, townHall);
  expect(afterPress(story, { text: 'Overveen', basis: 'nearest' }, position(52.39))).toBe(
    'Overveen',
  );
  expect(afterPress(story, stated, townHall)).toBe(stated.text);
});

test('a position by itself counts as much as one with a press', () => {
  const story = pressedAt(stated, townHall);
  const moves = (fix: Position) =>
    story
      .when(
        { type: 'AddPosition', fix, place: near, warnings: [], receivedAt: story.alarm.updatedAt },
        button,
        9,
      )
      .accepted().alarm.personal?.place?.text;
  expect(moves(position(52.3811))).toBe(stated.text);
  expect(moves(position(52.385))).toBe('Haarlem');
});

test('D7 a fault knows no place, also where the release before wrote one down', () => {
  const here = signal('low-battery', { position: townHall });
  const fault = { kind: 'fault', priority: 'low', place: near, signal: here } as const;
  const story = given(pressed(fault));
  story.when(
    { ...secondPress(10, 1002, signal('tamper', { position: townHall })), place: near },
    button,
    10,
  );
  expect(story.log.map((event) => event.type)).toEqual(['AlarmRaised', 'SignalAdded']);
  for (const event of story.log)
    expect(event).toMatchObject({ personal: { position: null, place: null } });

  const [first, second] = story.log as [AlarmEvent, AlarmEvent];
  const written = { position: { fix: townHall, receivedAt: moment(0) }, place: near };
  const alarm = fold([
    { ...first, personal: { holder: null, ...written } },
    { ...second, personal: written },
  ] as AlarmEvent[]);
  expect(alarm?.personal).toMatchObject({ position: null, place: null });
});
