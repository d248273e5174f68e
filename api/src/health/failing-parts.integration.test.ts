// What a centre's desks are told to do without: what fails twice in a row, each with what is true of that centre alone,
// and nothing again once it works.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Failing } from '@achterwacht/shared/feed.ts';
import { connect, type Database } from '../db/connect.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { createFailingParts } from './failing-parts.ts';

const elsewhere = randomUUID();

let centre: AlarmCentre;
type State = {
  redis: boolean;
  recording: boolean;
  clockOff: boolean;
  media: 'ok' | 'gone' | 'full';
};
let state: State;
let told: Map<string, Failing[]>;
let failing: ReturnType<typeof createFailingParts>;

beforeEach(async () => {
  centre = await openAlarmCentre();
  state = { redis: true, recording: true, clockOff: false, media: 'ok' };
  told = new Map();
  failing = over(centre.system);
});
afterEach(() => centre.end());

function over(system: Database) {
  return createFailingParts({
    system,
    clock: centre.clock,
    clockWatch: { isOff: () => state.clockOff },
    redisIsUp: () => state.redis,
    isRecordFailing: () => !state.recording,
    media: {
      isAwaited: () => false,
      hasCome: () => true,
      health: async () => {
        if (state.media === 'gone') throw new Error('nobody there');
        return { ...healthy, recording: state.media === 'full' ? 'failing' : 'ok' } as never; // of what is read of it
      },
    },
    centreIds: () => [centre.centreId, elsewhere],
    tell: (centreId, list) => void told.set(centreId, list),
  });
}
const healthy = { workers: [{ alive: true }] };

/** Once is a moment's burden. */
async function look(): Promise<(string | null)[]> {
  await failing.look();
  await failing.look();
  return (told.get(centre.centreId) ?? []).map(({ part }) => part);
}

async function effect(row: {
  kind: string;
  status: string;
  at: string;
  error?: string;
  whom?: string;
}) {
  const { kind, status, at, error = null, whom = 'supervisor' } = row;
  await centre.system.sql`
    insert into log.effects (id, centre_id, kind, mode, recipient, text, status, created_at,
      attempts, last_error, sent_at, next_attempt_at)
    values (${randomUUID()}, ${centre.centreId}, ${kind}, 'real', ${whom}, 'Alarm wacht', ${status}, ${at},
      1, ${error}, ${status === 'sent' ? at : null}, ${status === 'waiting' ? at : null})`;
}
const second = (after: number) =>
  new Date(centre.clock.now().getTime() + after * 1_000).toISOString();

test('with everything at work nothing is said', async () => {
  expect(await look()).toEqual([]);
  expect(told.size).toBe(0);
});

test.each([
  ['queue', { redis: false }],
  ['intake', { recording: false }],
  ['clock', { clockOff: true }],
  ['sound', { media: 'gone' }],
  ['sound-not-kept', { media: 'full' }],
] as const)('%s off is said to every centre, and that it is back', async (part, off) => {
  const well = { ...state };
  state = { ...state, ...off };
  await failing.look();
  expect(told.size).toBe(0);
  await failing.look();
  const since = centre.clock.now().toISOString();
  expect(told.get(elsewhere)).toEqual([{ part, whom: null, since }]);
  // Told once, with when it began.
  told.clear();
  centre.clock.advance(60_000);
  expect(await look()).toEqual([]);
  state = well;
  await failing.look();
  expect(told.get(elsewhere)).toEqual([]);
});

test('a database that does not answer is one that fails', async () => {
  const nowhere = connect('postgres://nobody@127.0.0.1:1/none', { name: 'none' } as never); // refused at once
  failing = over(nowhere);
  expect(await look()).toEqual(['database']);
  await nowhere.end();
});

test('what goes out and is not taken is told to its own centre, until something went the same way', async () => {
  await effect({ kind: 'page-supervisor', status: 'waiting', at: second(-30), error: 'refused' });
  await effect({ kind: 'page-on-call', status: 'waiting', at: second(-20), error: 'refused' });
  const whom = 'meldkamer Limburg';
  const row = { kind: 'police-webhook', whom: `${whom} · Tijdelijk` };
  await effect({ ...row, status: 'failed', at: second(-10), error: 'refused' });
  await effect({ kind: 'tell-administrator', status: 'withheld', at: second(-5), error: 'test' });
  await look();
  expect(told.get(centre.centreId)).toEqual([
    { part: 'pages', whom: null, since: second(-30) },
    { part: 'police-link', whom, since: second(-10) },
  ]);
  expect(told.has(elsewhere)).toBe(false);
  await effect({ ...row, status: 'sent', at: second(-1) });
  expect(await look()).toEqual(['pages']);
});

test('a deadline that nobody acted on is said as late', async () => {
  await centre.system.sql`
    insert into log.deadlines (subject_type, subject_id, kind, centre_id, at, revision)
    values ('alarm', ${randomUUID()}, 'unclaimed-louder', ${centre.centreId}, ${second(-11)}, 1)`;
  expect(await look()).toEqual(['timers']);
});
