// A transmitter that sends the same bytes at every press: without a time, and with a sequence that never moves.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBoard } from '../alarm-queries.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, delivery } from '../../testing/messages.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre();
});
afterEach(() => centre.end());

/** Gives what became of it. */
async function receive(sequence: number, afterSeconds = 5, signals = [decoded('panic')]) {
  const { keys, centreId, clock, buttons, toAlarm } = centre;
  clock.advance(afterSeconds * 1000);
  const message = delivery(keys, buttons[0]!, centreId, clock.now(), sequence, signals);
  const { events, disposition } = await toAlarm(message, { record: true });
  return { told: events.map(({ type }) => type), disposition };
}

async function openAlarms() {
  const { system, keys, centreId, clock } = centre;
  const { alarms } = await system.transaction(
    (tx) => readBoard(tx, keys, centreId, clock.now()),
    'snapshot',
  );
  return alarms.map(({ presses, warnings }) => ({
    presses: presses.count,
    isMarked: warnings.includes('maybe-repeated'),
  }));
}

test('B5 sequence 0000 is no sequence: the same bytes again are ×2, marked, and told to the desks', async () => {
  await receive(0);
  expect(await openAlarms()).toEqual([{ presses: 1, isMarked: false }]);
  expect(await receive(0)).toEqual({ told: ['SignalAdded'], disposition: 'accepted' });
  expect(await openAlarms()).toEqual([{ presses: 2, isMarked: true }]);
});

test('B5 a sequence that counts tells a retry from a press', async () => {
  await receive(17);
  expect(await receive(17)).toEqual({ told: [], disposition: 'duplicate' });
  expect(await openAlarms()).toEqual([{ presses: 1, isMarked: false }]);
});

test('B5 so does a time', async () => {
  const deviceTime = centre.clock.now().toISOString();
  const dated = [decoded('panic', { deviceTime })];
  await receive(0, 0, dated);
  expect(await receive(0, 5, dated)).toMatchObject({ disposition: 'duplicate' });
});

test('B5 after its alarm was closed it raises another, which says that it may be the same', async () => {
  await receive(0);
  await centre.system.sql`update alarms set open = false`;
  expect(await receive(0)).toEqual({ told: ['AlarmRaised'], disposition: 'accepted' });
  expect((await openAlarms()).at(-1)).toEqual({ presses: 1, isMarked: true });
});

test('B5 later than any retry it is a press like any other', async () => {
  await receive(0);
  await receive(0, 91);
  expect(await openAlarms()).toEqual([{ presses: 2, isMarked: false }]);
});

test.each([
  ['a test by hand', 'test', '601'],
  ['a periodic test', 'test', 'RP'],
  ['a status', 'status', null],
] as const)(
  'B6 %s that comes every 18 s, of a clock half an hour off, counts once',
  async (_, kind, code) => {
    const deviceTime = new Date(centre.clock.now().getTime() - 1_800_000).toISOString();
    const same = [decoded(kind, { code, deviceTime })];
    expect((await receive(7, 0, same)).disposition).toBe('accepted');
    for (let copy = 0; copy < 12; copy += 1)
      expect(await receive(7, 18, same)).toEqual({ told: [], disposition: 'duplicate' });
    const later = [decoded(kind, { code, deviceTime: centre.clock.now().toISOString() })];
    expect((await receive(8, 18, later)).disposition).toBe('accepted');
  },
);

test('B6 without a time it is the same for as long as a retry takes', async () => {
  const same = [decoded('status')];
  expect((await receive(0, 0, same)).disposition).toBe('accepted');
  expect((await receive(0, 18, same)).disposition).toBe('duplicate');
  expect((await receive(0, 91, same)).disposition).toBe('accepted');
});
