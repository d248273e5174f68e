// From a closed alarm to the draft in the municipality's list. Carried out by the outbox after the commit of
// the closing, so nothing of it can hold up an alarm; it may be tried again and be overtaken, because what
// it writes is read from the alarm as it stands, one file an alarm, and the newer alarm stays.
import { randomUUID } from 'node:crypto';
import {
  factsOf,
  isCase,
  noWords,
  type IncidentWords,
} from '@achterwacht/shared/municipality/incident.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { findAlarm, type StoredAlarm } from '../../alarms/row/alarm-row.ts';
import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import type { Handler } from '../../outbox/outbox.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { amsterdamMoment } from '../dutch-text.ts';
import { sealFacts, sealPersonal } from './sealed-personal.ts';

type Parts = { system: Database; keys: KeyRing; clock: Clock };

export function createDraftIncident({ system, keys, clock }: Parts): Handler {
  return async ({ alarmId }) => {
    await system.transaction(async (tx) => {
      const stored = alarmId === null ? null : await findAlarm(tx, keys, alarmId);
      if (!stored || !isCase(stored.state)) return;
      if (await refresh(tx, keys, stored)) return;
      // Opened again before the draft was made: the next closing makes it.
      if (stored.state.closed) await make(tx, keys, stored, clock.now());
    });
    return { status: 'sent' };
  };
}

/** False when there is no file yet. What people wrote in it is theirs and stays. */
async function refresh({ sql }: Transaction, keys: KeyRing, stored: StoredAlarm): Promise<boolean> {
  const { state: alarm } = stored;
  const rows = await sql`
    update incidents set alarm_version = greatest(alarm_version, ${alarm.version}),
      facts = case when alarm_version < ${alarm.version}
        then ${factsText(keys, stored)}::jsonb else facts end
    where alarm_id = ${alarm.id} returning id`;
  return rows.length > 0;
}

async function make(
  { sql }: Transaction,
  keys: KeyRing,
  { state: alarm, subjectId }: StoredAlarm,
  now: Date,
): Promise<void> {
  const id = randomUUID();
  const { centreId } = alarm;
  const municipalityId = alarm.municipality!.id; // a case has one
  const occurredAt = alarm.times.received ?? alarm.updatedAt;
  // For good: tried again when it was put back.
  if (keys.isDamaged(subjectId)) throw new Error('a key file is damaged');
  // A subject without a key was erased; a new one would bring him back.
  const personal = keys.find(subjectId)
    ? sealPersonal(keys, { id, subjectId }, { holder: holderOf(alarm), words: firstWords(alarm) })
    : null;
  await sql`
    with made as (
      insert into incidents (id, centre_id, municipality_id, alarm_id, alarm_version, occurred_at,
        facts, subject_id, personal)
      values (${id}, ${centreId}, ${municipalityId}, ${alarm.id}, ${alarm.version}, ${occurredAt},
        ${factsText(keys, { state: alarm, subjectId })}::jsonb, ${subjectId}, ${personal})
      -- Somebody else's was first: of the two the newer alarm stays.
      on conflict (alarm_id) do update
        set facts = excluded.facts, alarm_version = excluded.alarm_version
        where incidents.alarm_version < excluded.alarm_version
      returning id
    )
    insert into incident_circle (id, incident_id, centre_id, municipality_id, user_id, added_at)
    select gen_random_uuid(), made.id, ${centreId}, ${municipalityId}, user_id, ${now.toISOString()}
    from made, members
    where made.id = ${id} and municipality_id = ${municipalityId} and role = 'oov-officer'`;
}

const factsText = (
  keys: KeyRing,
  { state: alarm, subjectId }: Pick<StoredAlarm, 'state' | 'subjectId'>,
) => JSON.stringify(sealFacts(keys, { alarmId: alarm.id, subjectId }, factsOf(alarm)));

function holderOf({ personal }: Alarm) {
  const holder = personal?.holder;
  return holder ? { name: holder.name, function: holder.function } : null;
}

/** What the centre knows of the seven W's and a municipality may know; the rest is for who was there. */
function firstWords(alarm: Alarm): IncidentWords {
  const holder = holderOf(alarm);
  const { pressed, received } = alarm.times;
  const since = pressed ?? received;
  return {
    ...noWords,
    who: holder ? `${holder.name}, ${holder.function}` : '',
    when: since === undefined ? '' : amsterdamMoment(since),
  };
}
