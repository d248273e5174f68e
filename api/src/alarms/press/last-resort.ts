// What cannot be decided is raised all the same, by a way that shares nothing with the one that failed: no lock on
// the button, no alarm that is read, no key of anybody. The alarm is bare: it names the button and says that more was
// not to be had. Its message stays undecided, and what it says joins the alarm as soon as it can be read.
import { randomUUID } from 'node:crypto';
import { callsForHelp } from '@achterwacht/shared/alarm/joining.ts';
import type { PlanCopy, Timings } from '@achterwacht/shared/alarm/plan/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { placeOfAlarms } from '@achterwacht/shared/feed-view.ts';
import type { DecodedSignal } from '@achterwacht/shared/signals.ts';
import type { Announce } from '../../announce.ts';
import { applyRaise } from '../commands/handle-command.ts';
import { recordingOf } from '../../buttons/button-context.ts';
import { findOrMakeUnknownButton } from '../../buttons/unknown-button.ts';
import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { violatedConstraint } from '../../db/errors.ts';
import { iso } from '../../db/iso.ts';
import type { RaiseBare, Undecided } from '../../messages/handled.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';

type Parts = { system: Database; keys: KeyRing; clock: Clock };

/** Raises it once for a message, and once for a button while it is open; the rest stand in the same alarm. */
export function createRaiseBare(parts: Parts): RaiseBare {
  return async (message) => {
    const button = await findButton(parts.system, message);
    const kind = isUrgent(message) ? 'duress' : 'fault';
    const standing = () => standIn(parts.system, message, { buttonId: button.id, kind });
    if (await standing()) return { centreId: button.centreId, events: [] };
    try {
      const events = await parts.system.transaction((tx) => raise(parts, tx, message, button));
      await standing();
      return { centreId: button.centreId, events };
    } catch (error) {
      // Raised by another process at the same moment.
      if (violatedConstraint(error) !== 'alarms_one_open_bare') throw error;
      await standing();
      return { centreId: button.centreId, events: [] };
    }
  };
}

/**
 * Beside an open alarm of somebody who may need help that neither its row nor its log tells any more: it is drawn at
 * best, and can be neither taken nor closed. By its columns alone; once while the bare one of its button is open.
 */
export function createRaiseBeside(parts: Parts & { raiseBare: RaiseBare; announce: Announce }) {
  return async (alarmId: string): Promise<void> => {
    const [row] = await parts.system.sql<(Omit<Undecided, 'receivedAt' | 'signals'> & At)[]>`
      select alarms.id, alarms.centre_id as "centreId", button_id as "buttonId", protocol, account,
        'pending' as disposition, raised_at as at
      from alarms join buttons on buttons.id = button_id
      where alarms.id = ${alarmId} and open and not bare and mode = 'real'
        and kind in ('duress', 'missed-check', 'medical')`;
    if (!row) return;
    const { at, ...undecided } = row;
    const receivedAt = new Date(iso(at));
    const { centreId, events } = await parts.raiseBare({
      ...undecided,
      receivedAt,
      signals: [{ kind: 'panic' }],
    });
    parts.announce(placeOfAlarms(centreId), events);
  };
}
type At = { at: string };

/** What calls for nobody, as a flat battery, is shown without waking everybody. */
function isUrgent({ signals }: Undecided): boolean {
  return signals.some(
    ({ kind }) => callsForHelp({ kind }) || kind === 'unknown' || kind === 'listen-in',
  );
}

type Button = {
  id: string;
  centreId: string;
  serial: string;
  known: boolean;
  sound: boolean;
  encrypted: boolean;
  municipality: { id: string; name: string } | null;
  timings: Timings;
  recording?: unknown;
};

/** Read without a lock. A device that nobody knows gets its row, or is called by its account where that fails too. */
async function findButton(system: Database, message: Undecided): Promise<Button> {
  const { sql } = system;
  const { account } = message;
  const buttonId =
    message.buttonId ?? (await findOrMakeUnknownButton(system, message).catch(() => null));
  const [found] = await sql<Button[]>`
    select buttons.id, buttons.centre_id as "centreId", serial, known, sound, timings,
      recording_of(buttons.centre_id) as recording,
      protocol <> 'dc09' or key is not null as encrypted,
      case when municipalities.id is not null then jsonb_build_object(
        'id', municipalities.id, 'name', municipalities.name) end as municipality
    from buttons join centres on centres.id = buttons.centre_id
    left join municipalities on municipalities.id = buttons.municipality_id
    where buttons.id = ${buttonId}`;
  if (found) return found;
  const [centre] = await sql<{ timings: Timings }[]>`
    select timings from centres where id = ${message.centreId}`;
  if (!centre) throw new Error('the centre of this message is gone');
  return {
    id: message.id,
    centreId: message.centreId,
    serial: `onbekend-${account ?? 'onleesbaar'}`,
    known: false,
    sound: false,
    encrypted: false,
    municipality: null,
    ...centre,
  };
}

/** True where the message stands in an alarm already: its own, or the open bare one of its button. */
async function standIn(
  { sql }: Database,
  message: Undecided,
  { buttonId, kind }: { buttonId: string; kind: string },
): Promise<boolean> {
  const rows = await sql`
    with bare as (
      select id from alarms where button_id = ${buttonId} and kind = ${kind} and open and bare
    ), put as (
      update signals set alarm_id = bare.id from bare
      where message_id = ${message.id} and alarm_id is null returning 1
    )
    select from signals join alarms on alarms.id = alarm_id and alarms.bare
    where message_id = ${message.id}
    union all select from put`;
  return rows.length > 0;
}

async function raise(
  parts: Parts,
  tx: Transaction,
  message: Undecided,
  button: Button,
): Promise<FeedEvent[]> {
  const { id, centreId, serial, known, sound, encrypted, municipality } = button;
  const [row] = await tx.sql<{ number: string }[]>`
    select next_alarm_number(${centreId}) as number`;
  const alarmId = randomUUID();
  const urgent = isUrgent(message);
  const { written } = applyRaise(parts, tx, {
    alarmId,
    // Its own: a key of its own is made when somebody writes the first words about it.
    subjectId: alarmId,
    actor: { type: 'system', part: 'intake' },
    command: {
      type: 'Raise',
      number: Number(row!.number),
      centreId,
      municipality,
      button: { id, serial, known, sound, ...(known && !encrypted && { encrypted }) },
      bare: true,
      kind: urgent ? 'duress' : 'fault',
      mode: 'real',
      priority: urgent ? 'urgent' : 'high',
      source: 'device',
      reasonCategory: null,
      plan: withoutPlan(button),
      previousAlarmId: null,
      holder: null,
      place: null,
      // Not the message's own, which joins later.
      signalId: alarmId,
      signal: undecided,
      receivedAt: message.receivedAt.toISOString(),
      ...(message.disposition === 'refused' && { unbelieved: 'refused' }),
    },
  });
  return written;
}

/** Nobody is called on it until the listener says so, as where no plan was made. */
function withoutPlan({ timings, recording }: Pick<Button, 'timings' | 'recording'>): PlanCopy {
  return {
    version: 1,
    flags: ['no-call'],
    minimumListeningSeconds: 30,
    codeWordAgreed: false,
    timings,
    ...recordingOf({ recording }),
    steps: [],
  };
}

const undecided: DecodedSignal = {
  kind: 'system',
  code: 'not-decided',
  zone: null,
  deviceTime: null,
  position: null,
  batteryPercent: null,
  text: null,
  warnings: ['not-decided'],
};
