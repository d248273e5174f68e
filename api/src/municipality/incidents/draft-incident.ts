// From a closed alarm to the draft in the municipality's list. Carried out by the outbox after the commit of
// the closing, so nothing of it can hold up an alarm; it may be tried again and be overtaken, because what
// it tells is read from the alarm as it stands, one file an alarm, and the newer alarm stays.
import { randomUUID } from 'node:crypto';
import {
  factsOf,
  isCase,
  noWords,
  type IncidentWords,
} from '@achterwacht/shared/municipality/incident.ts';
import { holderText } from '@achterwacht/shared/holder-text.ts';
import type { IncidentCommand } from '@achterwacht/shared/incident/commands.ts';
import { sealedMark } from '@achterwacht/shared/alarm/personal/typed-fields.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { findAlarm, type StoredAlarm } from '../../alarms/row/alarm-row.ts';
import type { Clock } from '../../clock.ts';
import { apply, begin } from '../../commands/handle.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { violatedConstraint } from '../../db/errors.ts';
import { lock } from '../../log/read-stream.ts';
import type { Handler } from '../../outbox/outbox.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { amsterdamMoment } from '../dutch-text.ts';
import { files } from './change-incident.ts';
import { incidentFiles } from './incident-row.ts';
import { takeOverIncident } from './take-over-incidents.ts';

type Parts = { system: Database; keys: KeyRing; clock: Clock };

const actor = { type: 'system', part: 'outbox' } as const;

export function createDraftIncident(parts: Parts): Handler {
  return async ({ alarmId }) => {
    if (alarmId === null) return { status: 'sent' };
    const carryOut = () => parts.system.transaction((tx) => bringUpToDate(parts, tx, alarmId));
    await carryOut().catch((error: unknown) => {
      if (violatedConstraint(error) !== 'incidents_alarm') throw error;
      // Somebody else's was first: of the two the newer alarm stays.
      return carryOut();
    });
    return { status: 'sent' };
  };
}

/** The file of an alarm made, or given what the alarm says by now. What people wrote in it is theirs and stays. */
async function bringUpToDate(parts: Parts, tx: Transaction, alarmId: string): Promise<void> {
  const { keys, clock } = parts;
  const stored = await findAlarm(tx, keys, alarmId);
  if (!stored || !isCase(stored.state)) return;
  const [file] = await tx.sql<{ id: string }[]>`
    select id from incidents where alarm_id = ${alarmId}`;
  if (!file) {
    // Opened again before the draft was made: the next closing makes it.
    if (stored.state.closed) await make(parts, tx, stored);
    return;
  }
  await takeOverIncident(tx, keys, clock, file.id);
  const locked = await lock(incidentFiles, tx, keys, file.id);
  if (!locked) throw new Error('a file that was there a moment ago');
  const command = { type: 'UpdateFacts', ...reportOf(stored.state) } as const;
  // For good: tried again when it was put back.
  if (command.policeNumber !== null && keys.isDamaged(locked.subjectId)) throw damaged();
  const applied = apply(files, parts, tx, { locked, command, actor });
  if ('refusal' in applied) throw new Error(`facts refused: ${applied.refusal.code}`);
  await applied.written;
}

async function make(parts: Parts, tx: Transaction, { state: alarm, subjectId }: StoredAlarm) {
  if (parts.keys.isDamaged(subjectId)) throw damaged();
  const municipalityId = alarm.municipality!.id; // a case has one
  const command: IncidentCommand = {
    type: 'OpenIncident',
    centreId: alarm.centreId,
    municipalityId,
    alarmId: alarm.id,
    occurredAt: alarm.times.received ?? alarm.updatedAt,
    ...reportOf(alarm),
    holder: holderOf(alarm),
    words: firstWords(alarm),
    circle: await officersOf(tx, municipalityId),
    // A subject without a key was erased; a new one would bring him back.
    isErased: parts.keys.find(subjectId) === null,
  };
  const begun = begin(files, parts, tx, { id: randomUUID(), subjectId, command, actor });
  if ('refusal' in begun) throw new Error(`a file refused: ${begun.refusal.code}`);
  await begun.written;
}

const damaged = () => new Error('a key file is damaged');

async function officersOf({ sql }: Transaction, municipalityId: string): Promise<string[]> {
  const rows = await sql<{ userId: string }[]>`
    select user_id as "userId" from members
    where municipality_id = ${municipalityId} and role = 'oov-officer' and status = 'active'
    order by 1`;
  return rows.map(({ userId }) => userId);
}

/** What a file keeps of an alarm: under which number the police know it apart, for it leads to the person. */
function reportOf(alarm: Alarm) {
  const { police, ...facts } = factsOf(alarm);
  const policeNumber = police?.incidentNumber ?? null;
  const incidentNumber = policeNumber === null ? null : sealedMark;
  return {
    alarmVersion: alarm.version,
    facts: police ? { ...facts, police: { ...police, incidentNumber } } : facts,
    policeNumber,
  };
}

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
    who: holder ? holderText(holder) : '',
    when: since === undefined ? '' : amsterdamMoment(since),
  };
}
