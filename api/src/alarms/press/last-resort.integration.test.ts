// What the program cannot decide stands on the desks all the same, where a person takes it; and what it says joins
// it as soon as it can be read. What fails is really broken here: a key file, an alarm's row.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { readBoard } from '../alarm-queries.ts';
import { createCommandHandler } from '../commands/handle-command.ts';
import { verifyLog } from '../../streams.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, delivery, fixAt } from '../../testing/messages.ts';
import { createRaiseBare } from './last-resort.ts';
import { createRecordAlone } from '../../messages/record/record-alone.ts';
import { createToAlarm } from './to-alarm.ts';
import { recoverMessages, sweep } from '../../testing/rounds.ts';

let centre: AlarmCentre;
let sequence = 0;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
});
afterEach(() => centre.end());

const fix = fixAt(52.38, 4.63);

/** As the process finds it that was started after the damage. */
function processWith(keys: KeyRing) {
  const { system, clock, asActor, announce, log } = centre;
  const parts = { system, keys, clock };
  const toAlarm = createToAlarm({ ...parts, faultPoint: () => {} });
  const recordAlone = createRecordAlone(system, keys);
  const raiseBare = createRaiseBare(parts);
  return {
    handleCommand: createCommandHandler({ ...parts, asActor, announce }),
    async press(index = 0): Promise<void> {
      sequence += 1;
      const button = centre.buttons[index]!;
      const signals = [decoded('panic', { position: fix })];
      const message = delivery(keys, button, centre.centreId, clock.now(), sequence, signals);
      // As it is taken in; a decision that fails is left to the recovery.
      await Promise.allSettled([recordAlone.record(message), toAlarm(message, { record: true })]);
    },
    recover: () => recoverMessages({ ...parts, toAlarm, raiseBare, announce, log }, clock.now()),
    board: async (): Promise<Alarm[]> =>
      (
        await asActor(
          centre.anna,
          'alarm.read',
          (tx) => readBoard(tx, keys, centre.centreId, clock.now()),
          'snapshot',
        )
      ).alarms,
  };
}

/** Long enough for the last resort, and for its next attempt; then the recovery comes by. */
async function later(process: ReturnType<typeof processWith>): Promise<void> {
  centre.clock.advance(60_000);
  await process.recover();
}

function damageKeyOf(subjectId: string): { mend(): void } {
  const file = join(centre.keys.folder, 'subjects', `${subjectId}.key`);
  const key = readFileSync(file);
  writeFileSync(file, 'not a key');
  return { mend: () => writeFileSync(file, key) };
}

const undecided = () => centre.system.sql`select id from messages where handled_at is null`;

test('A4 a damaged key file: a bare SPOED on the desks, claimed and worked on; mended, the press joins it', async () => {
  const [{ holderId }] = centre.buttons as [AlarmCentre['buttons'][number]];
  const damaged = damageKeyOf(holderId);
  const process = processWith(centre.keys.reopen());
  await process.press();
  await later(process);
  const [bare, ...others] = await process.board();
  expect(others).toEqual([]);
  expect(bare).toMatchObject({
    bare: true,
    kind: 'duress',
    priority: 'urgent',
    button: { serial: 'Noord1' },
    warnings: ['not-decided'],
    personal: { holder: null },
    presses: { count: 0 },
  });
  expect(bare!.deadlines.map(({ kind }) => kind)).toContain('unclaimed-supervisor');
  expect(await undecided()).toHaveLength(1);

  const ask = (command: Parameters<typeof centre.ask>[2]) =>
    process.handleCommand.forPerson(centre.anna, bare!.id, {
      ...command,
      commandId: crypto.randomUUID(),
    });
  expect(await ask({ type: 'Claim', expectedVersion: 1 })).toMatchObject({ status: 'accepted' });
  const note = {
    type: 'AddNote',
    noteId: crypto.randomUUID(),
    text: 'bel',
    happenedAt: null,
  } as const;
  expect(await ask(note)).toMatchObject({ status: 'accepted' });

  // Never twice, however often it is tried.
  for (let count = 0; count < 5; count += 1) await later(process);
  expect(await process.board()).toHaveLength(1);

  damaged.mend();
  const mended = processWith(centre.keys.reopen());
  await later(mended);
  expect(await undecided()).toEqual([]);
  expect(await mended.board()).toMatchObject([
    {
      id: bare!.id,
      ownership: { status: 'owned' },
      presses: { count: 1 },
      personal: { holder: { name: 'Drager Noord1' }, position: { fix } },
    },
  ]);
  expect((await verifyLog(centre.system, centre.keys.reopen())).faults).toEqual([]);
});

test('A4 an open alarm that cannot be read: the next press is on the desks beside it, and so are all others', async () => {
  const process = processWith(centre.keys);
  await process.press(0);
  await process.press(1);
  const [first] = await process.board();
  await centre.database.superuser`
    update alarms set state = '{"signals": 3}', head_hash = 'x', personal = 'x' where id = ${first!.id}`;
  await process.press(0);
  await later(process);
  const board = await process.board();
  expect(board.map(({ bare, button }) => [button.serial, bare ?? false]).sort()).toEqual([
    ['Noord1', false],
    ['Noord1', true],
    ['Noord2', false],
  ]);
  const bare = board.find((alarm) => alarm.bare);
  expect(
    await centre.ask(centre.anna, bare!.id, { type: 'Claim', expectedVersion: 1 }),
  ).toMatchObject({ status: 'accepted' });
  await process.press(0);
  await later(process);
  expect(await process.board()).toHaveLength(3);
  expect(await undecided()).toHaveLength(2);
});

test('A4 closed before it could be decided, it is not raised again', async () => {
  const [{ holderId }] = centre.buttons as [AlarmCentre['buttons'][number]];
  const damaged = damageKeyOf(holderId);
  const process = processWith(centre.keys.reopen());
  await process.press();
  await later(process);
  const [bare] = await process.board();
  await centre.system.sql`
    update alarms set open = false where id = ${bare!.id}`;
  damaged.mend();
  await later(processWith(centre.keys.reopen()));
  expect(await undecided()).toEqual([]);
  expect(await centre.system.sql`select id from alarms`).toHaveLength(1);
});

test('A4 what calls for nobody is shown too, without waking everybody', async () => {
  damageKeyOf(centre.buttons[0]!.holderId);
  const keys = centre.keys.reopen();
  const { clock, centreId } = centre;
  const message = delivery(keys, centre.buttons[0]!, centreId, clock.now(), 1, [
    decoded('low-battery'),
  ]);
  await createRecordAlone(centre.system, keys).record(message);
  const process = processWith(keys);
  await later(process);
  expect(await process.board()).toMatchObject([{ bare: true, kind: 'fault', priority: 'high' }]);
});

test('A4 an open alarm whose row was damaged is claimed and worked on: its log tells it', async () => {
  const process = processWith(centre.keys);
  await process.press(0);
  const [before] = await process.board();
  const { id } = before!;
  await centre.database.superuser`
    update alarms set state = '{"signals": 3}', personal = 'x' where id = ${id}`;
  expect(await centre.ask(centre.anna, id, { type: 'Claim', expectedVersion: 1 })).toMatchObject({
    status: 'accepted',
  });
  await process.press(0);
  expect(await process.board()).toMatchObject([
    {
      id,
      ownership: { status: 'owned' },
      presses: { count: 2 },
      personal: { holder: { name: 'Drager Noord1' }, position: { fix } },
    },
  ]);
  expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
});

test('A4 one that its log does not tell either: who takes it is told why not, and a bare one stands beside it unasked', async () => {
  const process = processWith(centre.keys);
  await process.press(0);
  const [{ id }] = (await process.board()) as [Alarm];
  await centre.database.superuser`
    update alarms set state = '{"signals": 3}', head_hash = 'x' where id = ${id}`;
  expect(await centre.ask(centre.anna, id, { type: 'Claim', expectedVersion: 1 })).toMatchObject({
    status: 'refused',
    refusal: { code: 'alarm-onleesbaar' },
  });
  for (let round = 0; round < 3; round += 1) {
    centre.clock.advance(11_000);
    await sweep({ ...centre, arm: async () => {} });
  }
  const bare = (await process.board()).filter((alarm) => alarm.bare);
  expect(bare).toMatchObject([
    { kind: 'duress', priority: 'urgent', button: { serial: 'Noord1' }, warnings: ['not-decided'] },
  ]);
  const claim = { type: 'Claim', expectedVersion: bare[0]!.version } as const;
  expect(await centre.ask(centre.anna, bare[0]!.id, claim)).toMatchObject({ status: 'accepted' });
});
