// Messages that are durable but not yet an alarm: a decision that was cut off or failed, and calls for
// help that were refused on the wire and not followed by an accepted one. The sweep runs this; a
// message the program cannot decide is raised by the last resort, and tried on until it can.
import { callsForHelp } from '@achterwacht/shared/alarm/joining.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { placeOfAlarms } from '@achterwacht/shared/feed-view.ts';
import {
  duressKinds,
  type DecodedSignal,
  type SignalKind,
  type SignalWarning,
} from '@achterwacht/shared/signals.ts';
import type { Announce } from '../announce.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { isLockHeld } from '../db/errors.ts';
import { iso } from '../db/iso.ts';
import { ofItems } from '../jobs/item-job.ts';
import type { Job, Wake } from '../jobs/job.ts';
import type { Logger } from '../logger.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { openContent } from './record/message-content.ts';
import type { RaiseBare, ToAlarm } from './handled.ts';
import { refusedWaitMilliseconds, type Message } from './record/record-message.ts';

const attemptsBeforeAlarm = 3;
/** A second, and from the last resort on twice as long each time, up to this: it is on the desks by then. */
const longestRetrySeconds = 30;
const secondsBeforeAlarm = 5;
/**
 * Alarms raised from refused frames in a minute and a centre, counted by when they were raised; the rest goes into
 * one collective alarm. As many again for registered buttons: no stranger uses theirs up.
 */
const refusedAlarmsAMinute = 20;

/**
 * Why it was refused, where the signal does not say so itself: an unknown button and a clock that is
 * off are doubts of their own.
 */
const reasons: Partial<Record<string, SignalWarning>> = {
  downgrade: 'not-encrypted',
  'time-missing': 'time-missing',
  crc: 'damaged-frame',
  length: 'damaged-frame',
  malformed: 'damaged-frame',
};

function reasonFor(verdict: string): SignalWarning[] {
  const reason = reasons[verdict];
  return reason ? [reason] : [];
}

type Row = {
  id: string;
  centre_id: string;
  received_at: string;
  protocol: Message['protocol'];
  transport: Message['transport'];
  remote_address: string;
  subject_id: string | null;
  content: Uint8Array | null;
  account: string | null;
  sequence: string | null;
  verdict: string;
  content_hash: string | null;
  disposition: Message['disposition'];
  handle_at: string;
  place: string;
  attempts: number;
  button_id: string | null;
  /** Where the last resort has raised it. */
  shown_in: string | null;
  signals: HeardSignal[];
};

/** What stands of a signal beside its sealed content. */
type HeardSignal = {
  id: string;
  kind: SignalKind;
  code: string | null;
  warnings: SignalWarning[];
};

type Parts = {
  system: Database;
  keys: KeyRing;
  toAlarm: ToAlarm;
  raiseBare: RaiseBare;
  announce: Announce;
  clock: Clock;
  log: Logger;
};

const everyMilliseconds = 1_000;
/** Each waits for rows that somebody holds a second at the most, and is decided by a few statements. */
const timeoutMilliseconds = 30_000;
/**
 * Messages taken at once: what comes due meanwhile waits for no more than these, and where there were as many, the
 * next round comes without a pause.
 */
const mostInARound = 25;
/** Of one sender before all others have had their turn: hundreds of one held button keep nobody else waiting. */
const mostInARow = 5;

/** One that fails keeps its own attempts, in its row: it is a call for help, and shown on the desks meanwhile. */
export function recoveryJob(parts: Parts, wake: Wake): Job {
  return ofItems({
    name: 'recovery',
    everyMilliseconds,
    timeoutMilliseconds,
    wake,
    aside: null,
    idOf: ({ row }) => row.id,
    async *items() {
      const now = parts.clock.now();
      const rows = await takeDue(parts, now);
      const raised = rows.some(({ disposition }) => disposition === 'refused')
        ? await raisedFromRefused(parts, now)
        : new Map<string, number>();
      const round: Round = { now, raised, held: new Set() };
      yield rows.map((row) => ({ row, round }));
      if (rows.length === mostInARound) wake.soon();
    },
    work: ({ row, round }) => recover(parts, row, round),
  });
}

/**
 * Takes what is due. What is only undecided comes first and then what was refused of registered buttons, however many
 * strangers stand before them; what failed again and again last.
 */
async function takeDue(parts: Parts, now: Date): Promise<Row[]> {
  const rows = await parts.system.sql<Row[]>`
    with waiting as (
      select id, attempts, disposition, handle_at, button_id, account, row_number() over (
        partition by coalesce(button_id::text, account) order by handle_at) as turn
      from messages left join lateral (
        select button_id from signals where message_id = messages.id limit 1) as signal on true
      where handled_at is null and handle_at <= ${now.toISOString()}
    ), due as (
      select id, row_number() over (order by attempts >= ${attemptsBeforeAlarm},
        (turn - 1) / ${mostInARow}, disposition = 'refused', button_id is null, account is null,
        handle_at) as place
      from waiting order by place limit ${mostInARound}
    ), taken as (
      select id from messages where id in (select id from due) and handled_at is null
      for update skip locked
    )
    update messages set attempts = attempts + 1,
      -- Whoever is tried goes to the back: a message that cannot be decided holds up no other.
      handle_at = ${now.toISOString()}::timestamptz + make_interval(secs =>
        least(2 ^ greatest(attempts - ${attemptsBeforeAlarm}, 0), ${longestRetrySeconds}))
    from due where due.id = messages.id and due.id in (select id from taken)
    returning messages.*, due.place,
      (select button_id from signals where message_id = messages.id limit 1) as button_id,
      (select alarms.id from signals join alarms on alarms.id = alarm_id and bare
        where message_id = messages.id limit 1) as shown_in,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'code', code,
          'warnings', warnings)), '[]'::jsonb)
        from signals where message_id = messages.id) as signals`;
  return rows.sort((one, other) => Number(one.place) - Number(other.place));
}

type Round = {
  now: Date;
  /** What was raised from refused frames in the last minute, by `raisedAs`. */
  raised: Map<string, number>;
  /** Whoever's row somebody holds has been waited for once in this round, and costs the others no more. */
  held: Set<string | null>;
};

/** Whose number of alarms a minute it counts in. */
function raisedAs(centreId: string, isKnown: boolean): string {
  return `${centreId} ${isKnown ? 'known' : 'unknown'}`;
}

const senderOf = ({ button_id: buttonId, account }: Row) => buttonId ?? account;

/**
 * False where it waits behind another of its sender.
 * @throws what kept it from being decided, after it was shown where that is overdue.
 */
async function recover(parts: Parts, row: Row, round: Round): Promise<boolean> {
  const { held, now } = round;
  if (held.has(senderOf(row))) {
    await showIfOverdue(parts, row, now);
    return false;
  }
  try {
    await decideOrSettle(parts, row, messageOf(parts.keys, row), round);
    return true;
  } catch (error) {
    if (isLockHeld(error)) held.add(senderOf(row));
    await showIfOverdue(parts, row, now);
    throw error;
  }
}

/** It stays unhandled, keeps being tried, and `/readyz` says so. */
async function showIfOverdue({ raiseBare, announce, log }: Parts, row: Row, now: Date) {
  const receivedAt = new Date(iso(row.received_at));
  const age = now.getTime() - receivedAt.getTime();
  if (row.attempts < attemptsBeforeAlarm && age < secondsBeforeAlarm * 1000) return;
  if (row.signals.length === 0 || row.shown_in !== null) return;
  const { id, protocol, account, disposition, signals } = row;
  const { centre_id: ofCentre, button_id: buttonId } = row;
  try {
    const { centreId, events } = await raiseBare({
      id,
      centreId: ofCentre,
      buttonId,
      protocol,
      account,
      disposition,
      receivedAt,
      signals,
    });
    announce(placeOfAlarms(centreId), events);
  } catch (error) {
    log.error({ error, messageId: id }, 'message not even shown');
  }
}

async function decideOrSettle(
  parts: Parts,
  row: Row,
  message: Message,
  { now, raised }: Round,
): Promise<void> {
  const { shown_in: shownIn } = row;
  if (row.disposition !== 'refused') return void (await decide(parts, message, { shownIn }));
  const followed = await followedBy(parts, message);
  if (followed) return settle(parts, message, { now, ...followed });
  const whose = raisedAs(message.centreId, message.buttonId !== null);
  const isFull = (raised.get(whose) ?? 0) >= refusedAlarmsAMinute;
  const isCollective = isFull && !(await hasOpenAlarm(parts, message));
  const events = await decide(parts, isCollective ? inCollective(message) : message, {
    warnings: ['refused-on-wire', ...reasonFor(row.verdict)],
    shownIn,
  });
  if (events.some(({ type }) => type === 'AlarmRaised'))
    raised.set(whose, (raised.get(whose) ?? 0) + 1);
}

async function decide(
  { toAlarm, announce }: Parts,
  message: Message,
  handling: Parameters<ToAlarm>[1] = {},
): Promise<FeedEvent[]> {
  const { centreId, events } = await toAlarm(message, handling);
  announce(placeOfAlarms(centreId), events);
  return events;
}

/** Of nobody's button, and nowhere: the places of many senders are no place. */
function inCollective(message: Message): Message {
  const signals = message.signals.map(({ id, decoded }) => ({
    id,
    decoded: { ...decoded, position: null },
  }));
  return { ...message, signals, account: null, buttonId: null };
}

/** Then it joins that, and is no alarm more. */
async function hasOpenAlarm({ system }: Parts, message: Message): Promise<boolean> {
  const rows = await system.sql`
    select from buttons join alarms on alarms.button_id = buttons.id and alarms.open
    where buttons.protocol = ${message.protocol} and buttons.account = ${message.account}
      and alarms.kind in ('duress', 'missed-check') limit 1`;
  return rows.length > 0;
}

/** The same account was accepted within the wait: the device corrected itself and was heard. A press by a press. */
async function followedBy(
  { system }: Parts,
  message: Message,
): Promise<{ alarmId: string | null } | null> {
  const from = message.receivedAt;
  const until = new Date(from.getTime() + refusedWaitMilliseconds);
  const calls = message.signals.map(({ decoded }) => decoded).filter(callsForHelp);
  const isPress = calls.some(({ kind }) => duressKinds.has(kind));
  const kinds = [...duressKinds, ...(isPress ? [] : calls.map(({ kind }) => kind))];
  const [row] = await system.sql<{ alarmId: string | null }[]>`
    select alarm_id as "alarmId" from messages join signals on signals.message_id = messages.id
    where messages.centre_id = ${message.centreId} and messages.account = ${message.account}
      and messages.disposition in ('accepted', 'duplicate')
      and messages.received_at between ${from.toISOString()} and ${until.toISOString()}
      and signals.kind = any(${kinds}::text[]) limit 1`;
  return row ?? null;
}

/** It is of the alarm that the better one went into, and so is where it was sent from. */
async function settle(
  { system }: Parts,
  { id }: Message,
  { now, alarmId }: { now: Date; alarmId: string | null },
): Promise<void> {
  await system.sql`
    with message as (
      update messages set handled_at = ${now.toISOString()}, places_judged = true where id = ${id}
    )
    update signals set alarm_id = coalesce(alarm_id, ${alarmId}) where message_id = ${id}`;
}

/** By when it was raised, not by when it was received: what waited in a backlog is on the desks all the same. */
async function raisedFromRefused({ system }: Parts, now: Date): Promise<Round['raised']> {
  const since = new Date(now.getTime() - 60_000).toISOString();
  const rows = await system.sql<{ centre_id: string; known: boolean; count: string }[]>`
    select centre_id, coalesce(data #>> '{button,known}' = 'true', false) as known, count(*)
    from log.events cross join lateral (select text::jsonb -> 'data' as data) as event
    where type = 'AlarmRaised' and at > ${since}
      and data #> '{signal,warnings}' ? 'refused-on-wire'
    group by centre_id, known`;
  return new Map(
    rows.map((row) => [raisedAs(row.centre_id, row.known), Number(row.count)] as const),
  );
}

function messageOf(keys: KeyRing, row: Row): Message {
  const sealed = { subjectId: row.subject_id, bytes: row.content ?? new Uint8Array() };
  // Opened no more, it still called for help: an alarm without place or words is an alarm.
  const content = openContent(keys, row.id, sealed) ?? {
    raw: new Uint8Array(),
    signals: row.signals.map(({ id, ...heard }) => ({ id, decoded: { ...unread, ...heard } })),
  };
  return {
    ...content,
    id: row.id,
    centreId: row.centre_id,
    buttonId: row.button_id,
    receivedAt: new Date(iso(row.received_at)),
    protocol: row.protocol,
    transport: row.transport,
    remoteAddress: row.remote_address,
    account: row.account,
    sequence: row.sequence,
    verdict: row.verdict,
    contentHash: row.content_hash,
    disposition: row.disposition,
    handledAt: null,
    handleAt: new Date(iso(row.handle_at)),
    sealed,
  };
}

const unread: Omit<DecodedSignal, keyof HeardSignal> = {
  zone: null,
  deviceTime: null,
  position: null,
  batteryPercent: null,
  text: null,
};
