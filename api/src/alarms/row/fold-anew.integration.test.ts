// What a release that folds otherwise makes of the rows it finds. Each test writes a row as another fold would have.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { foldVersion } from '@achterwacht/shared/alarm/evolve.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { foldAnew } from '../../log/fold-anew.ts';
import { alarms } from './alarm-row.ts';
import { verifyLog } from '../../streams.ts';

let centre: AlarmCentre;
let alarmIds: string[];
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 3 });
  alarmIds = [];
  for (const button of centre.buttons) alarmIds.push((await centre.press(button)).alarmId);
  await centre.ask(centre.anna, alarmIds[0]!, { type: 'Claim', expectedVersion: 1 });
});
afterEach(() => centre.end());

const anew = () => foldAnew(alarms, centre.system, () => centre.keys);
const faults = async () => (await verifyLog(centre.system, centre.keys)).faults;
const versions = async () => {
  const rows = await centre.system.sql<{ version: number }[]>`
    select distinct fold_version as version from alarms`;
  return rows.map(({ version }) => version);
};
const isByAnotherFold = () => centre.system.sql`update alarms set fold_version = 1`;

test('rows of this fold are left alone, and nobody asks for a key', async () => {
  const noKeys = () => {
    throw new Error('nothing is sealed or opened');
  };
  expect(await foldAnew(alarms, centre.system, noKeys)).toEqual({
    rows: 0,
    changed: [],
    setAside: [],
  });
});

test('what the log says is restored: state, columns, deadlines, what is personal', async () => {
  const [first] = alarmIds;
  await isByAnotherFold();
  await centre.system.sql`
    update alarms set owner_id = null, state = state - 'ownership', personal = null where id = ${first!}`;
  await centre.system.sql`delete from log.deadlines where subject_id = ${first!}`;
  expect(await faults()).toMatchObject([{ id: first, fault: 'row-differs' }]);
  const told: string[] = [];
  const result = await foldAnew(
    alarms,
    centre.system,
    () => centre.keys,
    (done, of) => told.push(`${done} of ${of}`),
  );
  expect(result).toMatchObject({
    rows: 3,
    changed: [{ id: first, fields: ['ownership', 'personal'] }],
    setAside: [],
  });
  expect(told).toEqual(['3 of 3']);
  expect(await faults()).toEqual([]);
  expect(await versions()).toEqual([foldVersion]);
});

test('one whose log is broken stays as it was, is named, and stops no other', async () => {
  const [, second] = alarmIds;
  await isByAnotherFold();
  const sql = centre.database.superuser;
  await sql`alter table log.events disable trigger all`;
  await sql`update log.events set text = replace(text, '"at"', '"ta"') where stream_id = ${second!}`;
  await sql`alter table log.events enable trigger all`;
  const { rows, setAside } = await anew();
  expect(rows).toBe(3);
  expect(setAside).toMatchObject([{ id: second, why: 'changed 1' }]);
  const left = await centre.system.sql`
    select id from alarms where fold_version <> ${foldVersion}`;
  expect(left).toEqual([{ id: second }]);
});

test('stopped halfway, it goes on where it was', async () => {
  await isByAnotherFold();
  await centre.system.sql`
    update alarms set fold_version = ${foldVersion} where id = ${alarmIds[0]!}`;
  expect((await anew()).rows).toBe(2);
  expect(await versions()).toEqual([foldVersion]);
});

test('an alarm goes on from its row as from any other', async () => {
  await isByAnotherFold();
  await anew();
  const answer = await centre.ask(centre.anna, alarmIds[0]!, { type: 'StartHandover' });
  expect(answer.status).toBe('accepted');
  expect(await faults()).toEqual([]);
});
