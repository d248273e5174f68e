// The alarm's row: its fold, and beside it what alarms are looked up by. With its rules it is the stream `alarms`, by
// which the machinery reads, locks and writes it.
import type { CipherKey } from 'node:crypto';
import { untouched } from '@achterwacht/shared/alarm/raising/evolve.ts';
import { nobody } from '@achterwacht/shared/alarm/personal/personal.ts';
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { alarmSubject, type AlarmTypes } from '@achterwacht/shared/subjects/alarm.ts';
import type { Transaction } from '../../db/connect.ts';
import { readRow } from '../../log/fold-row.ts';
import { find, lock } from '../../log/read-stream.ts';
import type { FoldRow, Stored, Stream } from '../../log/stream.ts';
import { openersOf } from '../../log/stream-keys.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';

export type StoredAlarm = Stored<AlarmTypes>;

/** What every release wrote; the releases before wrote rows without what they did not know. */
type WrittenState = Omit<Alarm, 'personal' | 'changedAt' | keyof Later> &
  Partial<Later> & {
    changedAt: Omit<Alarm['changedAt'], 'handover'> & { handover?: number };
  };

export type AlarmRow = FoldRow;

/** In every state that was ever written; what each release added to it is filled in below. */
const always = [
  'id',
  'number',
  'centreId',
  'button',
  'kind',
  'mode',
  'priority',
  'plan',
  'ownership',
  'verification',
  'changedAt',
  'signals',
  'warnings',
  'times',
  'deadlines',
  'version',
] as const satisfies (keyof WrittenState)[];

type Later = ReturnType<typeof untouched> & Pick<Alarm, 'presses'>;

export const alarms: Stream<AlarmTypes> = {
  subject: alarmSubject,
  row: {
    table: 'alarms',
    nameOf: (state) => `#${(state as { number?: number }).number}`,
    read(written, personal) {
      for (const field of always)
        if (!(field in written)) throw new Error(`an alarm without ${field}`);
      const state = written as WrittenState;
      return {
        presses: { count: 1, lastAt: state.signals.lastAt },
        ...untouched(state, state.times.received ?? state.updatedAt),
        ...state,
        changedAt: { ...state.changedAt, handover: state.changedAt.handover ?? 1 },
        personal: (personal as Alarm['personal']) ?? (state.bare || state.erased ? nobody : null),
      };
    },
    columnsOf: (alarm) => ({
      button_id: alarm.button.id,
      number: alarm.number,
      kind: alarm.kind,
      mode: alarm.mode,
      open: alarm.closed === null,
      owner_id: ownerOf(alarm)?.id ?? null,
      raised_at: alarm.times.received ?? alarm.updatedAt,
    }),
    write: (sql, alarm, { state, personal, headHash, subjectId }) => sql`subject as (
      insert into alarms (id, centre_id, municipality_id, button_id, number, kind, mode, open,
        owner_id, version, head_hash, subject_id, state, personal, raised_at, updated_at,
        fold_version, bare)
      values (${alarm.id}, ${alarm.centreId}, ${alarm.municipality?.id ?? null},
        ${alarm.button.id}, ${alarm.number}, ${alarm.kind}, ${alarm.mode},
        ${alarm.closed === null}, ${ownerOf(alarm)?.id ?? null}, ${alarm.version}, ${headHash},
        ${subjectId}, ${state}::jsonb, ${personal},
        ${alarm.times.received ?? alarm.updatedAt}, ${alarm.updatedAt},
        ${alarmSubject.foldVersion}, ${alarm.bare ?? false})
      on conflict (id) do update set open = excluded.open, owner_id = excluded.owner_id,
        kind = excluded.kind, mode = excluded.mode, version = excluded.version, head_hash = excluded.head_hash,
        state = excluded.state,
        -- What nothing was said about stays as it is.
        personal = coalesce(excluded.personal, alarms.personal), updated_at = excluded.updated_at,
        fold_version = excluded.fold_version)`,
    correct: (sql, alarm, { state, personal }) => sql`
      update alarms set open = ${alarm.closed === null}, owner_id = ${ownerOf(alarm)?.id ?? null},
        kind = ${alarm.kind}, mode = ${alarm.mode}, state = ${state}::text::jsonb,
        personal = ${personal}, raised_at = ${alarm.times.received ?? alarm.updatedAt},
        updated_at = ${alarm.updatedAt}, fold_version = ${alarmSubject.foldVersion}
      where id = ${alarm.id}`,
  },
};

/** The alarm as it stands now; null when it is not there or not yours. */
export function findAlarm(
  tx: Transaction,
  keys: KeyRing,
  alarmId: string,
): Promise<StoredAlarm | null> {
  return find(alarms, tx, keys, alarmId);
}

/** The same, locked until the transaction ends. */
export function lockAlarm(
  tx: Transaction,
  keys: KeyRing,
  alarmId: string,
): Promise<StoredAlarm | null> {
  return lock(alarms, tx, keys, alarmId);
}

/** What opens what is sealed of it. */
export function openersOfAlarm(keys: KeyRing, { state, ...held }: StoredAlarm): CipherKey[] {
  return openersOf(alarms, keys, { id: state.id, ...held });
}

/** @throws where the row is none that was ever written: somebody had a hand in it. */
export function readAlarm(keys: KeyRing, row: AlarmRow): StoredAlarm {
  return readRow(alarms, keys, row);
}
