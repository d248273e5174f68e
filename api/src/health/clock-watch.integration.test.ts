// A stepped clock is one alarm that every centre sees, and is none when a database is merely slow. The
// database's clock is the real one; ours and the machine's are moved.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClockWatch, type ClockWatch } from './clock-watch.ts';
import type { Database } from '../db/connect.ts';
import { createReportTrouble, type ReportTrouble } from '../messages/own-parts.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { recoverMessages } from '../testing/rounds.ts';

const tenMinutes = 600_000;

let centre: AlarmCentre;
let report: ReportTrouble;
let watch: ClockWatch;
/** How far the machine's clock was set from where it should be. */
let steppedBy: number;

beforeEach(async () => {
  centre = await openAlarmCentre();
  const { system, keys, clock, toAlarm, announce, log } = centre;
  report = createReportTrouble({ system, keys, clock, toAlarm, announce, log });
  steppedBy = 0;
  watch = watchOver(system);
  // Ours as the database's, as after a start.
  clock.set(new Date().toISOString());
});
afterEach(() => centre.end());

test.each([
  ['ten minutes ahead', tenMinutes],
  ['ten minutes behind', -tenMinutes],
  ['two seconds ahead', 2_000],
])('the machine’s clock %s: one alarm, and the difference is stated', async (_what, step) => {
  await look();
  expect([watch.isOff(), await openAlarms()]).toEqual([false, []]);
  steppedBy = step;
  await look();
  await look();
  expect(watch.isOff()).toBe(true);
  // Of the right size and on the right side; the way to the database and back is in it.
  expect(Math.abs(watch.differenceMilliseconds() - step)).toBeLessThan(1_500);
  expect(await openAlarms()).toMatchObject([
    {
      kind: 'system',
      mode: 'real',
      priority: 'high',
      warnings: ['clock-off'],
      signals: { count: 1 },
      plan: { flags: [] },
    },
  ]);
  expect(centre.announced.map(({ type, actor }) => [type, actor])).toEqual([
    ['AlarmRaised', { type: 'system', part: 'clock' }],
  ]);
});

test('the database’s clock elsewhere than ours: the same', async () => {
  await look(-tenMinutes);
  expect(watch.isOff()).toBe(true);
  expect(await openAlarms()).toHaveLength(1);
});

test('another step joins the open alarm; set right and stepped again too', async () => {
  for (const step of [tenMinutes, -tenMinutes, 0, tenMinutes]) {
    steppedBy = step;
    await look();
  }
  expect(watch.isOff()).toBe(true);
  expect(await openAlarms()).toMatchObject([{ signals: { count: 3 } }]);
});

test('every centre sees its own', async () => {
  const zuid = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  steppedBy = tenMinutes;
  await look();
  const alarms = await openAlarms();
  expect(alarms.map(({ centreId }) => centreId).sort()).toEqual(
    [centre.centreId, zuid.centreId].sort(),
  );
});

test('two processes that see it at once make one alarm of it', async () => {
  steppedBy = tenMinutes;
  const other = watchOver(centre.system);
  await Promise.all([look(), other.look()]);
  expect(await openAlarms()).toHaveLength(1);
});

test('a report that is durable and not decided is raised by the recovery', async () => {
  const { system, keys, clock, toAlarm, raiseBare, announce, log } = centre;
  const broken = () => Promise.reject(new Error('cut off'));
  const parts = { system, keys, clock, announce, log };
  const interrupted = createReportTrouble({ ...parts, toAlarm: broken });
  await interrupted('clock', { warning: 'clock-off', text: 'clocks differ' });
  clock.advance(2_000);
  await recoverMessages({ system, keys, toAlarm, raiseBare, announce, log }, clock.now());
  expect(await openAlarms()).toMatchObject([{ kind: 'system', warnings: ['clock-off'] }]);
  expect(centre.announced[0]?.actor).toEqual({ type: 'system', part: 'clock' });
});

test('a database that answers late is not a stepped clock', async () => {
  const slow = watchOver(late(centre.system));
  await slow.look();
  expect(slow.isOff()).toBe(false);
  expect(await openAlarms()).toEqual([]);
});

function watchOver(system: Database): ClockWatch {
  const { clock, log } = centre;
  const wall = () => clock.now().getTime() + steppedBy;
  return createClockWatch({ system, clock, wall, report, log });
}

/** One look; ours runs on as the monotonic clock does, whatever was done to the others. */
async function look(ours = 0): Promise<void> {
  centre.clock.set(new Date(Date.now() + ours).toISOString());
  await watch.look();
}

async function openAlarms() {
  const rows = await centre.system.sql<{ state: Record<string, unknown> }[]>`
    select state from alarms where open order by number`;
  return rows.map(({ state }) => state);
}

/** Its answer takes three seconds of ours, and shows the end of them. */
function late(system: Database): Database {
  const sql = new Proxy(system.sql, {
    apply(query, _this, args: unknown[]) {
      centre.clock.advance(3_000);
      return Reflect.apply(query, undefined, args) as unknown;
    },
  });
  return { ...system, sql };
}
