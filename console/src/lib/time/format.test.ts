import { afterEach, describe, expect, it } from 'vitest';
import { baseLocale, overwriteGetLocale } from '../paraglide/runtime.js';
import {
  ageText,
  clockTime,
  clockTimeOn,
  dayText,
  minutesSeconds,
  momentText,
  nextOccurrence,
} from './format.ts';

describe('minutesSeconds', () => {
  it.each([
    [0, '00:00'],
    [7_999, '00:07'],
    [754_000, '12:34'],
    [3_731_000, '1:02:11'],
    [-5_000, '00:00'],
  ])('%i ms is %s', (milliseconds, text) => expect(minutesSeconds(milliseconds)).toBe(text));
});

describe('ageText', () => {
  it.each([
    [8_400, '8\u00a0s'],
    [119_000, '119\u00a0s'],
    [180_000, '3\u00a0min'],
    [7_200_000, '2\u00a0u'],
    [200_000_000, '2\u00a0d'],
  ])('%i ms is %s', (milliseconds, text) => expect(ageText(milliseconds)).toBe(text));
});

it('shows Amsterdam time in winter and in summer', () => {
  expect(clockTime('2026-11-21T13:02:11.000Z')).toBe('14:02:11');
  expect(clockTime('2026-07-21T12:02:11.000Z')).toBe('14:02:11');
});

it('parts a moment between its day and its time alone', () => {
  expect(momentText('2026-11-21T13:02:11.000Z').split(' ')).toEqual([
    dayText('2026-11-21'),
    '14:02:11',
  ]);
});

describe('one language a screen', () => {
  afterEach(() => overwriteGetLocale(() => baseLocale));
  const saturday = '2026-11-21T13:02:11.000Z';

  it('is Dutch', () => {
    expect([dayText(saturday), ageText(7_200_000)]).toEqual([
      'za\u00a021-\u206011-\u20602026',
      '2\u00a0u',
    ]);
  });
  it('is English, the name of the day and the letter of the hour too', () => {
    overwriteGetLocale(() => 'en');
    expect([dayText(saturday), ageText(7_200_000)]).toEqual(['Sat\u00a021/11/2026', '2\u00a0h']);
  });
});

it('names the day of a moment that is not of the same one', () => {
  const evening = '2026-11-21T22:58:00.000Z';
  expect(clockTimeOn('2026-11-21T22:59:00.000Z', evening)).toBe('23:59:00');
  expect(clockTimeOn('2026-11-21T23:04:10.000Z', evening)).toBe(
    'zo\u00a022-\u206011-\u20602026 00:04:10',
  );
});

describe('nextOccurrence', () => {
  const now = new Date('2026-11-21T13:02:30.000Z');
  it('is later today', () => {
    expect(nextOccurrence('14:30', now)?.toISOString()).toBe('2026-11-21T13:30:00.000Z');
  });
  it('is tomorrow when it has passed', () => {
    expect(nextOccurrence('14:02', now)?.toISOString()).toBe('2026-11-22T13:02:00.000Z');
  });
  it.each(['25:00', 'straks', ''])('refuses %j', (text) => {
    expect(nextOccurrence(text, now)).toBeNull();
  });
});
