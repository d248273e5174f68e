// A cancel or a restore where nothing is open: a press may have been lost on its way, and this is all that is
// left of it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DecodedSignal } from '@achterwacht/shared/signals.ts';
import { readBoard } from '../alarm-queries.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, delivery } from '../../testing/messages.ts';

let centre: AlarmCentre;
let sequence = 0;
beforeEach(async () => {
  centre = await openAlarmCentre();
});
afterEach(() => centre.end());

const restored = decoded('restore', { restores: 'panic' });
const cancelled = decoded('cancel');
const recharged = decoded('restore');

async function receive(signal: DecodedSignal): Promise<void> {
  const { keys, centreId, clock, buttons, toAlarm } = centre;
  clock.advance(60_000);
  sequence += 1;
  const message = delivery(keys, buttons[0]!, centreId, clock.now(), sequence, [signal]);
  await toAlarm(message, { record: true });
}

/** As a desk that opens now draws it. */
async function board() {
  const { system, keys, centreId, clock } = centre;
  const { alarms } = await system.transaction(
    (tx) => readBoard(tx, keys, centreId, clock.now()),
    'snapshot',
  );
  return alarms
    .filter(({ closed }) => closed === null)
    .map(({ kind, priority, warnings, signals }) => ({ kind, priority, warnings, signals }));
}
const missed = (count = 1) => [
  {
    kind: 'fault',
    priority: 'high',
    warnings: ['restore-without-press'],
    signals: expect.objectContaining({ count }) as unknown,
  },
];

/** How it was closed is another matter. */
const close = () => centre.system.sql`update alarms set open = false`;

test.each([
  ['restore', restored],
  ['cancel', cancelled],
])('B7 a %s with nothing open raises HOOG, once', async (_, signal) => {
  await receive(signal);
  expect(await board()).toEqual(missed());
  await receive(signal);
  expect(await board()).toEqual(missed(2));
});

test('B7 an open flat battery does not swallow it', async () => {
  await receive(decoded('low-battery'));
  await receive(restored);
  expect(await board()).toMatchObject([{ kind: 'fault', priority: 'low' }, missed()[0]]);
});

test('B7 what is no press raises nothing when it is over', async () => {
  await receive(recharged);
  expect(await board()).toEqual([]);
});

test('B7 the end of a press that was closed meanwhile is its own, and the next is not', async () => {
  await centre.press();
  await close();
  await receive(restored);
  expect(await board()).toEqual([]);
  await receive(restored);
  expect(await board()).toEqual(missed());
});

test('B7 the end of a press that is open joins it, and then the next is nobody’s', async () => {
  await centre.press();
  await receive(restored);
  expect(await board()).toMatchObject([{ kind: 'duress', signals: { count: 2 } }]);
  await close();
  await receive(restored);
  expect((await board()).filter(({ kind }) => kind === 'fault')).toEqual(missed());
});

test('B7 an alarm of two days ago explains nothing', async () => {
  await centre.press();
  await close();
  centre.clock.advance(48 * 3_600_000);
  await receive(cancelled);
  expect(await board()).toEqual(missed());
});
