// The answer times over random shifts of a whole centre, made through its handlers and cut off at any moment: what a
// supervisor is answered is what the log says, to the alarm.
import { afterEach, describe, expect, test } from 'vitest';
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { fold } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { claimedWithin, counts } from '@achterwacht/shared/clock-stages.ts';
import { profiles, type ProfileName } from '@achterwacht/shared/kpi/profiles.ts';
import type { Visitor } from '../access/as-actor.ts';
import { readEvent } from '../alarms/event-text.ts';
import { connect } from '../db/connect.ts';
import { limitsOf } from '../db/pools.ts';
import { compare } from '../projections/compare.ts';
import { keepAllUp } from '../testing/rounds.ts';
import { openWorld, type World } from '../simulation/test-world.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { createAnswerTimes } from './answer-times.ts';
import { readAnswerTimes } from './read-answer-times.ts';
import { foldedStages, storedStages } from './test-stages.ts';

let world: World;
afterEach(() => world.end());

const year = { from: '2026-01-01', to: '2026-12-31' };

async function keep(projection: ReturnType<typeof createAnswerTimes>): Promise<void> {
  const { clock, log, database } = world.centre;
  // Past the crashes: what is cut off here is another's affair.
  const report = () => Promise.reject(new Error('it stands still'));
  const parts = { system: database.system, clock, log, report };
  while (await keepAllUp(parts, [projection]));
}

/** Every alarm of the log, by its own fold and nothing else. */
async function alarmsOfLog(): Promise<Alarm[]> {
  const lines = await world.centre.database.system.sql<{ text: string }[]>`
    select text from log.events where stream_type = 'alarm' order by stream_id, version`;
  const events = lines.map(({ text }) => readEvent(text, []));
  return [...Map.groupBy(events, ({ alarmId }: AlarmEvent) => alarmId).values()].map((log) =>
    fold(log)!,
  );
}

const ask = (
  projection: ReturnType<typeof createAnswerTimes>,
  profile: ProfileName,
  { as = world.centre.dirk, ...days }: { as?: Visitor; from?: string; to?: string } = {},
) =>
  world.centre.asActor(
    as,
    'answer-times.read',
    (tx) =>
      readAnswerTimes(tx, world.centre.clock, projection, {
        centreId: as.centreId,
        profile,
        ...year,
        ...days,
      }),
    'snapshot',
  );

describe.each([3, 17, 40])('shift %i', (seed) => {
  test('what is answered is what the log says, to the alarm', async () => {
    world = await openWorld(seed);
    const { clock, database } = world.centre;
    const projection = createAnswerTimes();
    for (let part = 0; part < 4; part += 1) {
      await world.live(35);
      await keep(projection);
    }
    await world.comeToRest();
    // A process that starts now knows no alarm as it stood.
    await keep(createAnswerTimes());

    const alarms = await alarmsOfLog();
    expect(alarms.some(counts)).toBe(true);
    expect(await storedStages(database.system.sql)).toEqual(foldedStages(alarms));

    for (const profile of ['en-50518-hold-up', 'bs-8484-2016'] as const) {
      const { total, days, trueAt, state } = await ask(projection, profile);
      expect({ trueAt, state }).toEqual({ trueAt: clock.now().toISOString(), state: 'current' });
      expect(total.alarms).toBe(alarms.filter(counts).length);
      expect(total.limits.map(({ n, claimedInTime }) => ({ n, claimedInTime }))).toEqual(
        profiles[profile].limits.map(({ seconds }) => claimedWithin(alarms, seconds, clock.now())),
      );
      expect(days.reduce((sum, day) => sum + day.alarms, 0)).toBe(total.alarms);
    }

    const alone = connect(database.systemUrl, { name: 'test-alone', ...limitsOf.verify });
    const compared = await compare(alone, createAnswerTimes()).finally(() => void alone.end());
    expect(compared).toMatchObject({ rows: alarms.length, differing: [] });
  });
});

describe('asked', () => {
  test('days are the centre’s own, and those that are asked for; another centre’s are nobody else’s', async () => {
    world = await openWorld(1);
    const { centre } = world;
    const { clock } = centre;
    const projection = createAnswerTimes();
    // Half past eleven in the evening at Greenwich is the next day at the centre.
    clock.set('2026-03-04T22:30:00.000Z');
    await centre.press(centre.buttons[0]);
    clock.set('2026-03-04T23:30:00.000Z');
    const { alarmId } = await centre.press(centre.buttons[1]);
    clock.advance(12_000);
    await centre.ask(centre.anna, alarmId, { type: 'Claim', expectedVersion: 1 });
    clock.advance(600_000);
    await keep(projection);
    const { days, total } = await ask(projection, 'en-50518-hold-up');
    expect(days.map(({ day, alarms }) => [day, alarms])).toEqual([
      ['2026-03-05', 1],
      ['2026-03-04', 1],
    ]);
    expect(total.limits).toMatchObject([
      { n: 2, claimedInTime: 1, verdict: 'too-few' },
      { n: 2, claimedInTime: 1, verdict: 'too-few' },
    ]);
    const of = async (from: string, to: string) =>
      (await ask(projection, 'en-50518-hold-up', { from, to })).total.alarms;
    expect(await of('2026-03-04', '2026-03-04')).toBe(1);
    expect(await of('2026-03-05', '2026-03-05')).toBe(1);
    expect(await of('2026-03-06', '2026-03-07')).toBe(0);

    const zuid = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
    await keep(projection);
    const southern = { ...centre.dirk, centreId: zuid.centreId };
    const answer = await ask(projection, 'en-50518-hold-up', { as: southern });
    expect(answer).toMatchObject({ total: { alarms: 0 }, days: [], state: 'current' });
  });

  test('one that waits is a miss as soon as it is past the limit, without anything being folded', async () => {
    world = await openWorld(2);
    const { centre } = world;
    const projection = createAnswerTimes();
    await centre.press(centre.buttons[0]);
    await keep(projection);
    const limits = async () =>
      (await ask(projection, 'en-50518-hold-up')).total.limits.map(({ n }) => n);
    expect(await limits()).toEqual([0, 0]);
    centre.clock.advance(31_000);
    expect(await limits()).toEqual([1, 0]);
    centre.clock.advance(30_000);
    expect(await limits()).toEqual([1, 1]);
  });
});
