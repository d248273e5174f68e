// `achterwacht alarms [--open]`: alarms with status, owner, next deadline and the honest clock's times.
import { nextDeadline } from '@achterwacht/shared/alarm/deadlines/moments.ts';
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import { statusOf } from '@achterwacht/shared/alarm/state.ts';
import { readAlarm, type AlarmRow } from '../alarms/row/alarm-row.ts';
import { dataKeyOf } from '../log/stream-keys.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async ({ system, keys, json }, args) => {
  const onlyOpen = args.includes('--open');
  const rows = await system.sql<AlarmRow[]>`
    select id, state, personal, head_hash, subject_id, ${dataKeyOf(system.sql, 'alarms')} as data_key
    from alarms
    where open or ${!onlyOpen} order by raised_at, number`;
  const alarms = readable(keys, rows).map((alarm) => {
    const deadline = nextDeadline(alarm);
    return {
      id: alarm.id,
      number: alarm.number,
      status: statusOf(alarm),
      kind: alarm.kind,
      mode: alarm.mode,
      priority: alarm.priority,
      municipality: alarm.municipality?.name ?? null,
      button: alarm.button.serial,
      holder: alarm.personal?.holder?.name ?? null,
      owner: ownerOf(alarm)?.name ?? null,
      signals: alarm.signals.count,
      presses: alarm.presses.count,
      deadlineAt: deadline?.at ?? null,
      revision: deadline?.revision ?? null,
      times: alarm.times,
      version: alarm.version,
    };
  });
  if (json) return print(alarms);
  if (alarms.length === 0) return print('Geen alarmen.');
  for (const alarm of alarms)
    print(
      `#${alarm.number} ${alarm.status.padEnd(11)} ${alarm.kind.padEnd(12)} knop ${alarm.button.padEnd(6)} ${(alarm.holder ?? 'drager onbekend').padEnd(20)} ${alarm.owner ?? withoutOwner(alarm.status)}`,
    );
});

/** An alarm that fell free was taken once, and may be with the police already. */
function withoutOwner(status: string): string {
  return status === 'raised' ? 'niet aangenomen' : 'geen eigenaar';
}

/** One that cannot be read is named beside the list, and costs no other its place in it. */
function readable(keys: KeyRing, rows: readonly AlarmRow[]) {
  return rows.flatMap((row) => {
    try {
      return [readAlarm(keys, row).state];
    } catch {
      process.stderr.write(`${row.id} kan niet worden gelezen: verify-log zegt meer.\n`);
      return [];
    }
  });
}
