// What a desk that starts is told: all that is open, and of what was closed no more than anybody looks at.
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  closedShownMilliseconds,
  mostClosedShown,
} from '@achterwacht/shared/alarm/closing/shown-closed.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { readBoard } from './alarm-queries.ts';

let centre: AlarmCentre;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
});
afterAll(() => centre.end());

const board = () =>
  centre.system.transaction(
    (tx) => readBoard(tx, centre.keys, centre.centreId, centre.clock.now()),
    'snapshot',
  );

/** As many more like it, each closed a second before the one before it. */
const copyClosed = (alarmId: string, count: number) =>
  centre.system.transaction(
    (tx) => tx.sql`
      insert into alarms (id, centre_id, municipality_id, button_id, number, kind, mode, open, version, head_hash,
        subject_id, state, personal, raised_at, updated_at, fold_version, bare)
      select copy, centre_id, municipality_id, button_id, number + before, kind, mode, false, version, head_hash,
        subject_id,
        jsonb_set(state || jsonb_build_object('id', copy, 'number', number + before, 'bare', true), '{closed,at}',
          to_jsonb(to_char(closed_at - before * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))),
        null, raised_at, updated_at, fold_version, true
      from alarms, lateral (select before, gen_random_uuid() as copy from generate_series(1, ${count}) before) copies
      where id = ${alarmId}`,
  );

test('all that is open, and of a crowd that was closed within the hour the latest', async () => {
  const { alarmId } = await centre.press(centre.buttons[0]);
  const expectedVersion = 10_000;
  for (const command of [
    { type: 'Claim', expectedVersion },
    { type: 'Close', outcome: 'unknown', needless: false, summary: 'Opgeruimd.', expectedVersion },
  ] as const)
    expect(await centre.ask(centre.dirk, alarmId, command)).toMatchObject({ status: 'accepted' });
  const open = (await centre.press(centre.buttons[1])).alarmId;
  expect((await board()).alarms.map(({ id }) => id)).toEqual([open, alarmId]);

  await copyClosed(alarmId, mostClosedShown + 3);
  const { alarms } = await board();
  const closed = alarms.flatMap(({ closed: at }) => (at ? [Date.parse(at.at)] : []));
  expect(alarms.map(({ id }) => id).slice(0, 2)).toEqual([open, alarmId]);
  expect(closed).toHaveLength(mostClosedShown);
  expect(Math.max(...closed) - Math.min(...closed)).toBe((mostClosedShown - 1) * 1_000);

  centre.clock.advance(closedShownMilliseconds + 1);
  expect((await board()).alarms.map(({ id }) => id)).toEqual([open]);
});
