// A press that is cut off at each of its statements in turn, with others sent behind it already: it is
// kept whole or not at all, ends no process, and the next try makes up for it.
import { afterEach, expect, test } from 'vitest';
import type { Database } from '../db/connect.ts';
import { recordMessage } from '../messages/record/record-message.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { decoded, delivery } from '../testing/messages.ts';
import { failing } from './test-crashes.ts';

let centre: AlarmCentre;
afterEach(() => centre.end());

test.each([
  { how: 'recorded together with what it does', isRecorded: false },
  { how: 'recorded before', isRecorded: true },
])('$how, cut off at every statement: all of it or nothing', async ({ isRecorded }) => {
  let failsAt: number | null = null;
  const through = (database: Database): Database => ({
    ...database,
    transaction: (work, kind) =>
      database.transaction((tx) => work(failsAt === null ? tx : failing(tx, failsAt)), kind),
  });
  centre = await openAlarmCentre({ through });
  const { sql } = centre.database.system;
  const kept = async () =>
    (
      await sql<{ handled: number; alarms: number; events: number; last: number }[]>`
      select (select count(*)::int from messages where handled_at is not null) as handled,
        (select count(*)::int from alarms) as alarms,
        (select count(*)::int from log.events) as events,
        (select last_sequence::int from log.feeds where name = 'live') as last`
    )[0];

  // Two alarms of one message: the second is sent while the first is still on its way.
  const { keys, clock, buttons, centreId } = centre;
  const message = delivery(keys, buttons[0]!, centreId, clock.now(), 1, [
    decoded('low-battery'),
    decoded('panic'),
  ]);
  if (isRecorded) await recordMessage(sql, keys, message);
  const handling = isRecorded ? {} : { record: true as const };
  const nothing = { handled: 0, alarms: 0, events: 0, last: 0 };
  let statements = 0;
  for (; ; statements += 1) {
    failsAt = statements;
    const isCutOff = await centre.toAlarm(message, handling).then(
      () => false,
      () => true,
    );
    if (!isCutOff) break;
    expect(await kept()).toEqual(nothing);
  }
  // The question, two alarms and the second one's number, the message.
  expect(statements).toBe(5);
  expect(await kept()).toEqual({ handled: 1, alarms: 2, events: 2, last: 2 });
});
