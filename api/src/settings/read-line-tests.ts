// The calls by which a centre knows that the numbers of control rooms work, as its staff read them.
import type { ControlRoomNumbers, LineTest } from '@achterwacht/shared/routes/control-rooms.ts';
import { isTestDue, testDueAt } from '@achterwacht/shared/police/line-test.ts';
import { settingValueOf } from '@achterwacht/shared/setting/kinds.ts';
import type { SettingEvent } from '@achterwacht/shared/setting/evolve.ts';
import { settingSubject } from '@achterwacht/shared/subjects/setting.ts';
import type { Transaction } from '../db/connect.ts';
import { readEvent } from '../log/event-text.ts';
import { dataKeyOf, openersOfRow } from '../log/stream-keys.ts';
import type { FoldRow } from '../log/stream.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { readSetting } from './read-settings.ts';
import { settingRows } from './setting-row.ts';

/** A quarter of a year of ten control rooms and then some. */
const mostTests = 200;

export async function readNumbers(
  tx: Transaction,
  keys: KeyRing,
  { centreId, now }: { centreId: string; now: Date },
): Promise<ControlRoomNumbers> {
  const { value, version } = await readSetting(tx, keys, centreId, 'control-rooms');
  const lines = settingValueOf('control-rooms', value) ?? [];
  return {
    version,
    lines: lines.map((line) => ({
      ...line,
      dueAt: testDueAt(line),
      isDue: isTestDue(line, now),
    })),
    tests: await readTests(tx, keys, centreId),
  };
}

type Row = Pick<FoldRow, 'id' | 'subject_id' | 'data_key'> & { text: string };

async function readTests(
  { sql }: Transaction,
  keys: KeyRing,
  centreId: string,
): Promise<LineTest[]> {
  const rows = await sql<Row[]>`
    select settings.id, settings.subject_id, text, ${dataKeyOf(sql, 'settings')} as data_key
    from settings join log.events on stream_id = settings.id
    where settings.centre_id = ${centreId} and kind = 'control-rooms' and type = 'LineTested'
    order by events.version desc limit ${mostTests}`;
  return rows.map((row) => {
    const openers = openersOfRow(settingRows, keys, row);
    const { data, personal, at } = readEvent(settingSubject, row.text, openers) as Tested;
    return { ...data, at, note: personal?.note ?? null };
  });
}

type Tested = Extract<SettingEvent, { type: 'LineTested' }>;
