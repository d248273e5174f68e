// What repeats by itself, over a real database with a clock that the test moves: nothing here waits.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobName } from '@achterwacht/shared/routes/system.ts';
import { movableClock, type MovableClock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { openLogger } from '../logger.ts';
import { readSetAside } from './set-aside.ts';
import { startsAt } from '../testing/alarm-centre.ts';
import { freshDatabase, type FreshDatabase } from '../testing/fresh-database.ts';
import { createJobStates, readJobs } from './job-states.ts';
import type { Job } from './job.ts';
import { ofItems, type ItemJob } from './item-job.ts';
import { ofRounds } from './job.ts';
import { createLock } from './lock.ts';
import { doRound } from './open-jobs.ts';

let database: FreshDatabase;
let system: Database;
let clock: MovableClock;
beforeEach(async () => {
  database = await freshDatabase();
  system = database.system;
  clock = movableClock(startsAt);
});
afterEach(() => database.drop());

const log = openLogger('silent');
const after = (seconds: number) => clock.advance(seconds * 1000);
const never = new AbortController().signal;

/** A process of its own. */
function openProcess() {
  const parts = { system, clock, log };
  const states = createJobStates(parts);
  const alone = createLock(system);
  return {
    states,
    /** A round, and what is written of it. */
    async round(job: Job, stopping = never): Promise<void> {
      try {
        await doRound(job, { parts, states, alone }, stopping);
      } finally {
        await states.write();
      }
    },
  };
}

const stateOf = async (job: Job) => (await readJobs({ system, clock }, [job]))[0]!;

function jobOf(slices: readonly (readonly string[])[], more: Partial<ItemJob<string>> = {}): Job {
  return ofItems({
    name: 'lost-presses',
    everyMilliseconds: 1_000,
    timeoutMilliseconds: 10_000,
    aside: 'recording',
    idOf: (item) => item,
    async *items() {
      yield* slices;
    },
    work: async () => {},
    ...more,
  });
}

test('A8 an item that fails costs the others of its slice and the next nothing, and stands aside until it succeeds', async () => {
  const done: string[] = [];
  let isIll = true;
  const job = jobOf([['one', 'two'], ['three']], {
    async work(item) {
      if (isIll && item === 'one') throw new Error('ill');
      done.push(item);
    },
  });
  const { round } = openProcess();
  await round(job);
  expect(done).toEqual(['two', 'three']);
  expect(await stateOf(job)).toEqual({
    name: 'lost-presses',
    lastGoodAt: startsAt,
    state: 'ok',
    waiting: 1,
    done: 2,
    setAside: 1,
  });
  // Not before its time, and behind the others then.
  await round(job);
  expect(done).toEqual(['two', 'three', 'two', 'three']);
  isIll = false;
  after(2);
  await round(job);
  expect(done.slice(4)).toEqual(['two', 'one', 'three']);
  expect(await stateOf(job)).toMatchObject({ waiting: 0, done: 7, setAside: 0 });
});

test('A8 an item that comes to no end has failed when its time is over', async () => {
  const job = jobOf([['endless', 'well']], {
    timeoutMilliseconds: 1,
    work: (item) => (item === 'endless' ? new Promise(() => {}) : Promise.resolve()),
  });
  await openProcess().round(job);
  expect(await readSetAside({ system, clock })).toMatchObject([{ kind: 'recording', count: 1 }]);
  expect(await stateOf(job)).toMatchObject({ done: 1 });
});

test('what waits on by itself is neither handled nor set aside', async () => {
  const job = jobOf([['young', 'old']], { work: async (item) => item !== 'young' });
  await openProcess().round(job);
  expect(await stateOf(job)).toMatchObject({ state: 'ok', waiting: 1, done: 1, setAside: 0 });
});

test('what keeps its own attempts is set aside nowhere, and holds up nothing either', async () => {
  const done: string[] = [];
  const job = jobOf([['one', 'two']], {
    aside: null,
    async work(item) {
      if (item === 'one') throw new Error('ill');
      done.push(item);
    },
  });
  await openProcess().round(job);
  expect(done).toEqual(['two']);
  expect(await readSetAside({ system, clock })).toEqual([]);
  expect(await stateOf(job)).toMatchObject({ state: 'ok', done: 1, setAside: null });
});

test('what no item is at fault for ends the round, which has failed, until one is good again', async () => {
  let isAway = true;
  const job = jobOf([['one', 'two']], {
    endsRound: () => true,
    work: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve()),
  });
  const { round } = openProcess();
  await expect(round(job)).rejects.toThrow('away');
  expect(await readSetAside({ system, clock })).toEqual([]);
  expect(await stateOf(job)).toMatchObject({ state: 'failing', lastGoodAt: null, done: 0 });
  isAway = false;
  after(1);
  await round(job);
  expect(await stateOf(job)).toMatchObject({ state: 'ok', done: 2, setAside: 0 });
});

const roundJob = (name: JobName, round: () => Promise<unknown>) =>
  ofRounds({ name, everyMilliseconds: 60_000, round });

test('a job whose rounds do not end, or do not come, is late; another’s is not', async () => {
  const hung = roundJob('rooms', () => new Promise(() => {}));
  const well = roundJob('clock', async () => {});
  const { states, round } = openProcess();
  void round(hung).catch(() => {});
  await states.write();
  after(180);
  await round(well);
  expect(await stateOf(hung)).toMatchObject({ state: 'ok', lastGoodAt: null });
  after(1);
  expect(await stateOf(hung)).toMatchObject({ state: 'late', waiting: null, done: null });
  expect(await stateOf(well)).toMatchObject({ state: 'ok' });
});

test('of two processes one does a round of a job that is for one, and either does the next', async () => {
  const [one, other] = [openProcess(), openProcess()];
  const rounds: string[] = [];
  let end = () => {};
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const job = (name: string, held?: Promise<void>) =>
    jobOf([[name]], {
      lock: true,
      async work() {
        rounds.push(name);
        begun();
        await held;
      },
    });
  const first = one.round(job('one', new Promise<void>((resolve) => (end = resolve))));
  await hasBegun;
  await one.states.write();
  await other.round(job('other'));
  expect(rounds).toEqual(['one']);
  // Whoever passes it over says nothing of it.
  expect(await stateOf(job('one'))).toMatchObject({ waiting: 1 });
  end();
  await first;
  await other.round(job('other'));
  expect(rounds).toEqual(['one', 'other']);
  expect(await stateOf(job('one'))).toMatchObject({ done: 2, lastGoodAt: startsAt });
});

test('a job that fails in one process is not said to be well by another that does nothing meanwhile', async () => {
  const [one, other] = [openProcess(), openProcess()];
  const well = roundJob('clock', async () => {});
  await other.round(well);
  const ill = roundJob('clock', () => Promise.reject(new Error('ill')));
  await expect(one.round(ill)).rejects.toThrow('ill');
  await other.states.write();
  expect(await stateOf(well)).toMatchObject({ state: 'failing' });
  await other.round(well);
  expect(await stateOf(well)).toMatchObject({ state: 'ok' });
});

test('more jobs for one process than there are connections to work with come to their end', async () => {
  const { round } = openProcess();
  const names = [
    'harmless-sound',
    'real-sound',
    'lost-presses',
    'canary',
    'leases',
    'deadlines',
  ] as const;
  const done: string[] = [];
  await Promise.all(
    names.map((name) =>
      round(
        jobOf([[name]], {
          name,
          lock: true,
          async work(item) {
            await system.transaction(({ sql }) => sql`select`);
            done.push(item);
          },
        }),
      ),
    ),
  );
  expect(done.sort()).toEqual([...names].sort());
});

test('a stop ends the item in hand and begins no other', async () => {
  const stop = new AbortController();
  const done: string[] = [];
  const job = jobOf([['one', 'two'], ['three']], {
    async work(item) {
      stop.abort();
      done.push(item);
    },
  });
  await expect(openProcess().round(job, stop.signal)).rejects.toThrow();
  expect(done).toEqual(['one']);
  expect(await readSetAside({ system, clock })).toEqual([]);
  // It failed in nothing.
  expect(await stateOf(job)).toMatchObject({ state: 'ok' });
});
