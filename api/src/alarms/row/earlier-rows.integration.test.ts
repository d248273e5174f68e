// What the release before wrote, taken over by this one: its rows are read as their logs fold, go on from there,
// and are no fault of the log.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { readBoard } from '../alarm-queries.ts';
import { foldAnew } from '../../log/fold-anew.ts';
import { alarms } from './alarm-row.ts';
import { verifyLog } from '../../streams.ts';

let centre: AlarmCentre;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 3 });
});
afterAll(() => centre.end());

const unknownThen = [
  'caller',
  'declined',
  'readBack',
  'policeReports',
  'policeMessages',
  'policeLinks',
  'calling',
  'callAttempts',
  'words',
  'steps',
  'closingProposed',
];
const faults = async () => (await verifyLog(centre.system, centre.keys)).faults;
const asWrittenThen = (alarmId: string) => centre.system.sql`
  update alarms set fold_version = 1, state = (state - ${unknownThen}::text[]) #- '{changedAt,handover}'
    #- '{verification,since}' where id = ${alarmId}`;
const foldedAnew = () => foldAnew(alarms, centre.system, () => centre.keys);
const ask = (alarmId: string, command: PersonCommand) => centre.ask(centre.anna, alarmId, command);
const claim: PersonCommand = { type: 'Claim', expectedVersion: 1 };

describe('an alarm that knows nothing of the police', () => {
  test('is read as its log folds, drawn, and goes on to them', async () => {
    const { alarmId } = await centre.press(centre.buttons[0]);
    await asWrittenThen(alarmId);
    expect(await faults()).toEqual([]);
    const { alarms } = await centre.asActor(centre.anna, 'board.read', (tx) =>
      readBoard(tx, centre.keys, centre.centreId, centre.clock.now()),
    );
    expect(alarms.find(({ id }) => id === alarmId)).toMatchObject({
      calling: { status: 'not-allowed' },
      caller: null,
      changedAt: { handover: 1 },
    });
    expect((await ask(alarmId, claim)).status).toBe('accepted');
    expect((await ask(alarmId, { type: 'StartHandover' })).status).toBe('accepted');
    expect(await faults()).toEqual([]);
  });

  test('a second press finds it, as the function of the database hands it on', async () => {
    const { alarmId } = await centre.press(centre.buttons[1]);
    await asWrittenThen(alarmId);
    expect((await centre.press(centre.buttons[1])).alarmId).toBe(alarmId);
    expect(await faults()).toEqual([]);
  });
});

test('folded anew by this release: since when a withdrawn judgement is waited for', async () => {
  const { alarmId } = await centre.press(centre.buttons[2]);
  await ask(alarmId, claim);
  await ask(alarmId, { type: 'Verify', expectedVersion: 2, basis: 'sound', note: 'geschreeuw' });
  centre.clock.advance(90_000);
  await ask(alarmId, { type: 'Unverify', reason: 'was de televisie' });
  await asWrittenThen(alarmId);
  expect(await faults()).toMatchObject([{ id: alarmId, fault: 'row-differs' }]);

  const { changed, setAside } = await foldedAnew();
  expect(setAside).toEqual([]);
  expect(changed.find((one) => one.id === alarmId)?.fields).toContain('verification');
  expect(await faults()).toEqual([]);
  expect(await foldedAnew()).toEqual({ rows: 0, changed: [], setAside: [] });
});
