// What is said of loans in days: a day is not named twice.
import { expect, test } from 'vitest';
import { ApiError } from '../api.ts';
import { dayText } from '../time/format.ts';
import { buttonProblem, ranText } from './button-text.ts';

const morning = '2026-11-22T08:00:00.000Z';
const evening = '2026-11-22T18:00:00.000Z';
const nextDay = '2026-11-23T08:00:00.000Z';
const [day, next] = [dayText(morning), dayText(nextDay)];

test('a loan of one day ran on that day, and a longer one from its first to its last', () => {
  expect(ranText(morning, evening)).toBe(`op ${day}`);
  expect(ranText(morning, nextDay)).toBe(`van ${day} tot ${next}`);
});

test('a button that is lent already says on which day, or from which day on', () => {
  const refused = (details: Record<string, unknown>) =>
    buttonProblem(new ApiError(409, 'uitleen-overlapt', details));
  expect(refused({ from: morning, until: evening })).toContain(`uitgeleend op ${day}.`);
  expect(refused({ from: morning, until: nextDay })).toContain(`van ${day} tot ${next}.`);
  expect(refused({ from: morning })).toContain(`uitgeleend sinds ${day}.`);
});
