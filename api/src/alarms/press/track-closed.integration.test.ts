// A button that moves on after its alarm was closed: while the police are busy its way is kept with the alarm, an hour at most,
// and then nowhere, not even in the message that said it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { readBoard } from '../alarm-queries.ts';
import { listSignals } from '../../messages/list-signals.ts';
import { verifyLog } from '../../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, fixAt } from '../../testing/messages.ts';

let centre: AlarmCentre;
let alarmId: string;
const expectedVersion = 10_000;
const minute = 60_000;

beforeEach(async () => {
  centre = await openAlarmCentre();
  ({ alarmId } = await centre.press(undefined, [
    decoded('panic', { position: fixAt(52.38, 4.63) }),
  ]));
});
afterEach(() => centre.end());

async function act(...commands: PersonCommand[]): Promise<void> {
  for (const command of commands)
    expect(await centre.ask(centre.dirk, alarmId, command)).toMatchObject({ status: 'accepted' });
}
const handOver: PersonCommand[] = [
  { type: 'Claim', expectedVersion },
  { type: 'Verify', basis: 'sound', note: 'geschreeuw', expectedVersion },
  {
    type: 'SendHandover',
    expectedVersion,
    class: 'prio-1',
    overrideReason: null,
    channel: 'telephone',
    route: { regionCode: 'noord-holland', which: 'first' },
  },
  {
    type: 'ConfirmHandover',
    expectedVersion,
    policeOperator: 'Karel de Boer',
    incidentNumber: '2026-4471',
    channel: 'telephone',
  },
];
const close: PersonCommand = {
  type: 'Close',
  outcome: 'real-incident',
  needless: false,
  summary: 'De politie gaat door.',
  expectedVersion,
};
const reportSafe = (): PersonCommand => ({
  type: 'ReportPoliceStatus',
  status: 'safe',
  statedAt: centre.clock.now().toISOString(),
  operator: 'Karel de Boer',
  reference: null,
});

/** Where it says to be, in thousandths of a degree north of where it was pressed. */
async function moves(north: number): Promise<void> {
  const position = fixAt(52.38 + north / 1000, 4.63);
  const message = decoded('position', { position });
  await centre.press(undefined, [message]).catch((error: Error) => {
    // What belongs to no alarm makes no event of one.
    expect(error.message).toContain('raised and joined nothing');
  });
}
async function north(): Promise<number> {
  const { system, keys, centreId, clock } = centre;
  const { alarms } = await system.transaction(
    (tx) => readBoard(tx, keys, centreId, clock.now()),
    'snapshot',
  );
  expect(alarms.map(({ id }) => id)).toEqual([alarmId]);
  return Math.round((alarms[0]!.personal!.position!.fix.latitude - 52.38) * 1000);
}
const keptPlaces = async () => {
  const { system, keys } = centre;
  const signals = await listSignals(system.sql, keys, { limit: 100 });
  return signals.filter(({ latitude }) => latitude !== null).length;
};

test('5.2 its way is kept while the police are busy, for an hour, and stops by itself', async () => {
  await act(...handOver, close);
  centre.clock.advance(10 * minute);
  await moves(3);
  expect(await north()).toBe(3);
  centre.clock.advance(50 * minute - 1);
  await moves(5);
  expect(await north()).toBe(5);
  const kept = await keptPlaces();
  centre.clock.advance(1);
  await moves(7);
  expect(await keptPlaces()).toBe(kept);
  expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
});

test('nobody follows it once the police are done, nor another alarm of the button that takes it in', async () => {
  await act(...handOver, reportSafe(), close);
  await moves(3);
  expect(await north()).toBe(0);
  expect(await keptPlaces()).toBe(1);
});

test('a press that comes meanwhile is an alarm of its own, and what it says of where goes there', async () => {
  await act(...handOver, close);
  const again = await centre.press();
  expect(again.alarmId).not.toBe(alarmId);
  await moves(3);
  const [row] = await centre.system.sql<{ count: number }[]>`
    select count(*)::int as count from log.events
    where stream_id = ${alarmId} and type = 'PositionAdded'`;
  expect(row!.count).toBe(0);
});
