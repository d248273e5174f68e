import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// What the compiler makes of runes is of no matter here: a value is a value.
vi.stubGlobal('$state', (value: unknown) => value);
const { Announcer } = await import('./announcer.svelte.ts');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const breath = 5_000;
const later = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

test('one sentence is said at once, the next with the next breath, and none is dropped', () => {
  const { assertive } = new Announcer(() => false);
  assertive.say(() => 'eerste', { subject: '1' });
  later(0);
  expect(assertive.text).toBe('eerste');
  for (const subject of ['2', '3', '4', '5']) assertive.say(() => `alarm ${subject}`, { subject });
  later(breath - 1);
  expect(assertive.text).toBe('eerste');
  later(1);
  expect(assertive.text).toBe('alarm 2. alarm 3. Nog 2 meldingen');
});

test('of one thing that is said again before its breath the later is said', () => {
  const { polite } = new Announcer(() => false);
  polite.say(() => 'twee keer', { subject: '1', topic: 'press' });
  polite.say(() => 'drie keer', { subject: '1', topic: 'press' });
  polite.say(() => 'batterij', { subject: '1', topic: 'battery' });
  later(0);
  expect(polite.text).toBe('drie keer. batterij');
});

test('in a crowd each is named once, and what else happens to it is counted', () => {
  let isCrowd = true;
  const { polite } = new Announcer(() => isCrowd);
  polite.say(() => 'gedrukt', { subject: '1' });
  later(0);
  polite.say(() => 'te laat', { subject: '1' });
  later(breath);
  expect(polite.text).toBe('Nog 1 melding');
  isCrowd = false;
  polite.say(() => 'aangenomen', { subject: '1' });
  later(breath);
  expect(polite.text).toBe('aangenomen');
});

test('what is the listener’s own, or of the desk, is said first however many wait', () => {
  const { polite } = new Announcer(() => true);
  for (const subject of ['1', '2', '3']) polite.say(() => `alarm ${subject}`, { subject });
  polite.say(() => 'politie ter plaatse', { subject: '4', isOwn: true });
  polite.say(() => 'gegevens vertraagd');
  later(0);
  expect(polite.text).toBe('politie ter plaatse. gegevens vertraagd. Nog 3 meldingen');
});
