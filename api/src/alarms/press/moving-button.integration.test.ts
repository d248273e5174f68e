// A button that is pressed once and then moves: its positions are no presses, and the place that is shown is
// the one that was measured last.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBoard } from '../alarm-queries.ts';
import { verifyLog } from '../../streams.ts';
import { places } from '../../db/schema/holders.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, fixAt } from '../../testing/messages.ts';

const spot = { latitude: 52.38129, longitude: 4.63634 };
const townHall = {
  label: 'Stadhuis',
  address: 'Grote Markt 2, 2011 RD Haarlem',
  floor: '2e etage',
};

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre();
  const { centreId, municipalityId, buttons, system } = centre;
  await system.db.insert(places).values({
    id: randomUUID(),
    centreId,
    municipalityId,
    holderId: buttons[0]!.holderId,
    ...townHall,
    ...spot,
  });
});
afterEach(() => centre.end());

const at = (north: number, accuracyMetres: number | null) => ({
  position: fixAt(spot.latitude + north, spot.longitude, accuracyMetres),
});

/** As a desk that opens now draws it. */
async function shown() {
  const { system, keys, centreId, clock } = centre;
  const board = await system.transaction(
    (tx) => readBoard(tx, keys, centreId, clock.now()),
    'snapshot',
  );
  const [alarm] = board.alarms;
  return {
    presses: alarm?.presses.count,
    signals: alarm?.signals.count,
    place: alarm?.personal?.place,
  };
}

/** What the card says of where: the town, and the known place that the fix covers. */
const said = (metres: number | null) => ({
  text: 'Haarlem',
  basis: 'nearest',
  ...(metres !== null && { possibly: { ...townHall, metres } }),
});

test('D1 pressed once, moving: the place is where it is measured, and may be the town hall only while the fix covers it', async () => {
  await centre.press(undefined, [decoded('panic', at(0, 10))]);
  expect((await shown()).place).toEqual(said(0));
  // 111 metres away, and sure of it: that is not the town hall, and the second floor still less.
  await centre.press(undefined, [decoded('position', at(0.001, 40))]);
  expect((await shown()).place).toEqual(said(null));
  await centre.press(undefined, [decoded('position', at(0.0003, 40))]);
  expect((await shown()).place).toEqual(said(33));
  // By a mast now, somewhere in a circle of two kilometres.
  await centre.press(undefined, [decoded('position', at(0, 2_000))]);
  expect(await shown()).toMatchObject({ presses: 1, signals: 4 });
  expect((await shown()).place).toEqual(said(null));

  await centre.press(undefined, [decoded('panic')]);
  expect(await shown()).toMatchObject({ presses: 2, signals: 5, place: { text: 'Haarlem' } });
  expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
});

test('a judgement made while it moves counts, one made before it was pressed again does not', async () => {
  const { anna, ask } = centre;
  const { alarmId } = await centre.press(undefined, [decoded('panic', at(0, 10))]);
  await ask(anna, alarmId, { type: 'Claim', expectedVersion: 1 });
  await centre.press(undefined, [decoded('position', at(0.006, 10))]);
  const verify = {
    type: 'Verify',
    basis: 'sound',
    note: 'geschreeuw',
    expectedVersion: 2,
  } as const;
  expect(await ask(anna, alarmId, verify)).toMatchObject({ status: 'accepted' });
  await centre.press();
  expect(
    await ask(anna, alarmId, { type: 'JudgeUnverifiable', note: '', expectedVersion: 4 }),
  ).toMatchObject({ status: 'refused', refusal: { code: 'tussentijds-gewijzigd' } });
});

test('a row that the release before wrote, which counted no presses, takes the next one in', async () => {
  await centre.press();
  await centre.system.sql`update alarms set state = state - 'presses'`;
  expect(await shown()).toMatchObject({ presses: 1 });
  await centre.press();
  expect(await shown()).toMatchObject({ presses: 2, signals: 2 });
});
