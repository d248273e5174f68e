// One thing that the media-server saw, into the log of the alarm it belongs to: exactly once, because the
// cursor moves in the same transaction. A recording without an alarm keeps its facts waiting until one
// takes it; sound may come before its press. So does one whose alarm cannot take them now.
import { alarmForSound } from '@achterwacht/shared/alarm/joining.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { placeOfAlarms } from '@achterwacht/shared/feed-view.ts';
import type { SoundFact, UnreadableFact } from '@achterwacht/shared/listen-in/facts.ts';
import type { Announce } from '../../announce.ts';
import { applyCommand } from '../../alarms/commands/handle-command.ts';
import { lockAlarm, type StoredAlarm } from '../../alarms/row/alarm-row.ts';
import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import type { Logger } from '../../logger.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { setAside } from '../../jobs/set-aside.ts';

type Parts = {
  system: Database;
  keys: KeyRing;
  clock: Clock;
  announce: Announce;
  log: Logger;
  /** Of a test press: it was heard. */
  hearTest?: (alarm: Alarm) => Promise<void>;
};

type Recording = {
  id: string;
  centre_id: string;
  button_id: string;
  alarm_id: string | null;
  started_at: string;
  /** Facts before this one have not been told yet. */
  waits: boolean;
};

export type SoundFacts = ReturnType<typeof createSoundFacts>;

export function createSoundFacts(parts: Parts) {
  const announced = async (work: (tx: Transaction) => Promise<Changed>): Promise<Changed> => {
    const changed = await parts.system.transaction(work);
    if (!changed) return null;
    parts.announce(placeOfAlarms(changed.alarm.centreId), changed.events);
    if (changed.events.some(saysHeard)) await parts.hearTest?.(changed.alarm);
    return changed;
  };
  return {
    /** How far this journal was read; 0 for one never seen. */
    async cursorOf(journal: string): Promise<number> {
      const [row] = await parts.system.sql<{ number: string }[]>`
        select number from sound_cursors where journal = ${journal}`;
      return Number(row?.number ?? 0);
    },

    /** The alarm whose log it went into, if any. A fact that was taken before changes nothing. */
    take: (journal: string, fact: SoundFact): Promise<Changed> =>
      announced(async (tx) => {
        if (!(await advance(tx, journal, fact.number))) return null;
        const recording = await findOrBegin(tx, fact);
        // A device that is in no register any more: its sound is the media-server's to erase.
        if (!recording) return null;
        const { id, alarm_id: alarmId, waits } = recording;
        if (alarmId && !waits) return addToAlarm(parts, tx, alarmId, [fact]);
        // What an alarm does not keep has that alarm, and goes on.
        const isForgotten = fact.type === 'recording-erased' && fact.why !== 'not-kept';
        if (!alarmId && isForgotten) return forget(tx, id, parts.clock.now());
        await wait(tx, recording, fact);
        // Where the alarm could not take the one before, the round of lost presses tells both, in order.
        return alarmId ? null : bind(parts, tx, recording);
      }),

    /**
     * Passes by a fact that could not be taken, and shows it. It waits with its recording; one of which not even that
     * can be written down stands in the media-server's journal alone, under this number.
     */
    async setAside(
      journal: string,
      fact: SoundFact | (UnreadableFact & { after: number }),
      error: unknown,
    ): Promise<void> {
      const now = parts.clock.now();
      const { number, type } = fact;
      parts.log.error({ error, journal, number, type }, 'a fact was set aside');
      if (fact.type !== 'unreadable' && (await keepWaiting(parts, journal, fact))) return;
      await parts.system.transaction(async (tx) => {
        if (number !== null && !(await advance(tx, journal, number))) return;
        const id =
          'after' in fact
            ? `${journal}/${number ?? `after-${fact.after}`}`
            : `${journal}/${number}`;
        await setAside(tx, { kind: 'sound-fact', id }, now, true);
      });
    },

    /** Gives a recording, and what waits, to the alarm of its button that takes it; null while there is none. */
    bind: (recordingId: string): Promise<Changed> =>
      announced(async (tx) => {
        const recording = await lockRecording(tx, recordingId);
        if (!recording) return null;
        const { id, alarm_id: alarmId, waits } = recording;
        if (alarmId) return waits ? addWaiting(parts, tx, id, alarmId) : null;
        return bind(parts, tx, recording);
      }),
  };
}

const saysHeard = ({ type }: FeedEvent) => type === 'SoundStarted' || type === 'SoundMeasured';

type Changed = { alarm: Alarm; events: FeedEvent[] } | null;

/** False when this number was read before, by whichever process. */
async function advance({ sql }: Transaction, journal: string, number: number): Promise<boolean> {
  const rows = await sql`
    insert into sound_cursors (journal, number) values (${journal}, ${number})
    on conflict (journal) do update set number = excluded.number
      where sound_cursors.number < excluded.number
    returning number`;
  return rows.length > 0;
}

async function findOrBegin(tx: Transaction, fact: SoundFact): Promise<Recording | null> {
  await tx.sql`
    insert into recordings (id, centre_id, municipality_id, button_id, started_at)
    select ${fact.recordingId}, centre_id, municipality_id, id, ${fact.at} from buttons
    where id = ${fact.deviceId}
    on conflict do nothing`;
  return lockRecording(tx, fact.recordingId);
}

async function lockRecording({ sql }: Transaction, id: string): Promise<Recording | null> {
  const [row] = await sql<Recording[]>`
    select id, centre_id, button_id, alarm_id, started_at,
      exists (select from waiting_facts where recording_id = recordings.id) as waits
    from recordings where id = ${id} for update`;
  return row ?? null;
}

async function wait({ sql }: Transaction, recording: Recording, fact: SoundFact): Promise<void> {
  await sql`
    insert into waiting_facts (recording_id, number, centre_id, fact)
    values (${recording.id}, ${fact.number}, ${recording.centre_id},
      ${JSON.stringify(fact)}::text::jsonb)
    on conflict do nothing`;
}

/** False where even that cannot be written down. */
async function keepWaiting(parts: Parts, journal: string, fact: SoundFact): Promise<boolean> {
  try {
    await parts.system.transaction(async (tx) => {
      if (!(await advance(tx, journal, fact.number))) return;
      const recording = await findOrBegin(tx, fact);
      if (!recording) return;
      await wait(tx, recording, fact);
      await setAside(tx, { kind: 'recording', id: recording.id }, parts.clock.now());
    });
    return true;
  } catch (error) {
    parts.log.error({ error, journal, number: fact.number }, 'a fact cannot be kept');
    return false;
  }
}

/** Nobody asked for it in time, and the media-server has erased it: nothing of it is kept here either. */
async function forget({ sql }: Transaction, recordingId: string, now: Date): Promise<null> {
  await sql`delete from waiting_facts where recording_id = ${recordingId}`;
  await sql`update recordings set erased_at = ${now.toISOString()} where id = ${recordingId}`;
  return null;
}

async function bind(parts: Parts, tx: Transaction, recording: Recording): Promise<Changed> {
  const alarmId = await findAlarm(tx, recording);
  if (!alarmId) return null;
  await tx.sql`update recordings set alarm_id = ${alarmId} where id = ${recording.id}`;
  return addWaiting(parts, tx, recording.id, alarmId);
}

async function addWaiting(
  parts: Parts,
  tx: Transaction,
  recordingId: string,
  alarmId: string,
): Promise<Changed> {
  const waiting = await tx.sql<{ fact: SoundFact }[]>`
    with taken as (delete from waiting_facts where recording_id = ${recordingId} returning *)
    select fact from taken order by number`;
  return addToAlarm(
    parts,
    tx,
    alarmId,
    waiting.map(({ fact }) => fact),
  );
}

/** The button's lock comes first, so that a press at the same moment is seen or sees this. */
async function findAlarm({ sql }: Transaction, recording: Recording): Promise<string | null> {
  const startedAt = new Date(iso(recording.started_at));
  await sql`select from buttons where id = ${recording.button_id} for no key update`;
  const rows = await sql<{ state: Alarm }[]>`
    select state from alarms where button_id = ${recording.button_id}
      and (open or closed_at >= ${startedAt.toISOString()})`;
  return (
    alarmForSound(
      rows.map(({ state }) => state),
      startedAt,
    )?.id ?? null
  );
}

async function addToAlarm(
  parts: Parts,
  tx: Transaction,
  alarmId: string,
  facts: readonly SoundFact[],
): Promise<Changed> {
  let locked: StoredAlarm | null = await lockAlarm(tx, parts.keys, alarmId);
  if (!locked) throw new Error('the alarm of a recording is gone');
  const events: FeedEvent[] = [];
  for (const fact of facts) {
    const applied = applyCommand(parts, tx, {
      locked,
      command: { type: 'ReportRecording', fact },
      actor: { type: 'system', part: 'listen-in' },
    });
    if ('refusal' in applied) throw new Error(`a fact was refused: ${applied.refusal.code}`);
    events.push(...(await applied.written));
    if (isNotKept(fact))
      await tx.sql`
        update recordings set erased_at = ${parts.clock.now().toISOString()}
        where id = ${fact.recordingId} and erased_at is null`;
    locked = applied.stored;
  }
  return { alarm: locked.state, events };
}

/** There is nothing of it that could be erased later. */
function isNotKept(fact: SoundFact): boolean {
  return (
    (fact.type === 'sound-started' && fact.kept === false) ||
    (fact.type === 'recording-erased' && fact.why === 'not-kept')
  );
}
