// What must be true once a simulated shift has come to rest, read from the tables and
// the log themselves and never from what the simulation remembers having done.
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { callsForHelp } from '@achterwacht/shared/alarm/joining.ts';
import { isCase, type IncidentFacts } from '@achterwacht/shared/municipality/incident.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { AlarmFact } from '@achterwacht/shared/alarm/events.ts';
import type { SignalKind } from '@achterwacht/shared/signals.ts';
import { readBoard } from '../alarms/alarm-queries.ts';
import { verifyLog } from '../streams.ts';
import type { World } from './test-world.ts';

type LoggedEvent = { alarmId: string; at: string } & AlarmFact;
type Heard = {
  id: string;
  messageId: string;
  kind: SignalKind;
  disposition: string;
  alarmId: string | null;
  account: string;
  sequence: string;
  receivedAt: string;
  handledAt: string | null;
};

/** One sentence for each thing that is not as it must be. */
export async function breachesOf(world: World): Promise<string[]> {
  const { database, keys } = world.centre;
  const { sql } = database.system;
  const verdict = await verifyLog(database.system, keys);
  const log = (
    await sql<{ text: string }[]>`select text from log.events order by centre_id, sequence`
  ).map(({ text }) => JSON.parse(text) as LoggedEvent);
  const heard = await sql<Heard[]>`
    select signals.id, message_id as "messageId", kind, signals.disposition,
      alarm_id as "alarmId", account, sequence, messages.received_at as "receivedAt",
      handled_at as "handledAt"
    from signals join messages on messages.id = message_id
    order by messages.received_at, messages.id`;
  return [
    ...verdict.faults.map((fault) => `log: ${canonical(fault)}`),
    ...signalBreaches(heard, log),
    ...pressBreaches(world, heard),
    ...repeatBreaches(heard, log),
    ...(await deadlineBreaches(world)),
    ...(await effectBreaches(world, log)),
    ...(await incidentBreaches(world)),
    ...(await deskBreaches(world)),
    ...noteBreaches(world, log),
  ];
}

/** The last resort raises without: what the message said follows when it can be decided. */
const signalOf = (event: LoggedEvent) =>
  event.type === 'SignalAdded' || (event.type === 'AlarmRaised' && !event.data.bare)
    ? event.data.signal.signalId
    : null;

/** Every recorded call for help is exactly one signal in exactly one alarm; a duplicate is none. */
function signalBreaches(heard: readonly Heard[], log: readonly LoggedEvent[]): string[] {
  const breaches: string[] = [];
  for (const signal of heard) {
    const places = log.filter((event) => signalOf(event) === signal.id);
    const what = `${signal.kind} ${signal.sequence} (${signal.disposition})`;
    if (signal.disposition === 'pending') breaches.push(`${what} was never decided`);
    if (signal.disposition === 'duplicate' && places.length > 0)
      breaches.push(`${what} is a duplicate and stands in the log`);
    if (signal.disposition !== 'accepted') continue;
    if (places.length > 1) breaches.push(`${what} stands in the log ${places.length} times`);
    if (callsForHelp(signal) && places.length === 0) breaches.push(`${what} is in no alarm`);
    if ((places[0]?.alarmId ?? null) !== signal.alarmId)
      breaches.push(`${what} is listed under another alarm than its own`);
  }
  const known = new Set(heard.map(({ id }) => id));
  for (const event of log) {
    const signalId = signalOf(event);
    if (signalId !== null && !known.has(signalId))
      breaches.push(`signal ${signalId} came from nowhere`);
  }
  return breaches;
}

/** Whatever a device was told is received, or still wanted heard, was heard. */
function pressBreaches({ presses, centre }: World, heard: readonly Heard[]): string[] {
  return presses
    .filter(({ button, sequence }) => {
      const { account } = centre.buttons[button]!;
      return !heard.some(
        (signal) =>
          signal.account === account &&
          signal.sequence === String(sequence) &&
          signal.disposition === 'accepted',
      );
    })
    .map(({ sequence }) => `press ${sequence} was not heard`);
}

/** One message delivered twice counts twice only when its first alarm was closed in between, or after 90 s. */
function repeatBreaches(heard: readonly Heard[], log: readonly LoggedEvent[]): string[] {
  const time = (signal: Heard) => Date.parse(signal.receivedAt);
  const accepted = heard.filter(
    ({ disposition, alarmId }) => disposition === 'accepted' && alarmId !== null,
  );
  const isClosedBefore = (alarmId: string | null, at: string | null) =>
    log.some(
      (event) =>
        event.type === 'AlarmClosed' &&
        event.alarmId === alarmId &&
        Date.parse(event.at) <= Date.parse(at ?? ''),
    );
  return accepted.flatMap((first, index) =>
    accepted
      .slice(index + 1)
      .filter(
        (second) =>
          second.messageId !== first.messageId &&
          second.kind === first.kind &&
          second.account === first.account &&
          second.sequence === first.sequence &&
          time(second) - time(first) <= 90_000 &&
          !isClosedBefore(first.alarmId, second.handledAt) &&
          !isClosedBefore(second.alarmId, first.handledAt),
      )
      .map(({ sequence }) => `press ${sequence} was counted twice`),
  );
}

async function deadlineBreaches({ centre }: World): Promise<string[]> {
  const { sql } = centre.database.system;
  const without = await sql<{ number: number }[]>`
    select number from alarms where open
      and not exists (select from log.deadlines where subject_id = alarms.id)`;
  const overdue = await sql<{ kind: string }[]>`
    select kind from log.deadlines where at <= ${centre.clock.now().toISOString()}`;
  return [
    ...without.map(({ number }) => `open alarm ${number} has no deadline`),
    ...overdue.map(({ kind }) => `${kind} is due and did not act`),
  ];
}

const paging = [
  'unclaimed-supervisor',
  'unclaimed-on-call',
  'on-call-over',
  'owner-idle-supervisor',
  'no-decision-supervisor',
  'unverifiable-supervisor',
  'handover-unconfirmed',
  'upgrade-unconfirmed',
];

const reports = ['PoliceCallStarted', 'HandoverSent', 'UpgradeSent'];

/** What nobody confirms pages for fifteen rounds of a minute since it was told, and then no more. */
function asksForPage(event: LoggedEvent, index: number, log: readonly LoggedEvent[]): boolean {
  if (event.type !== 'DeadlinePassed' || !paging.includes(event.data.kind)) return false;
  if (!event.data.kind.endsWith('-unconfirmed')) return true;
  const reported = log
    .slice(0, index)
    .findLast(({ alarmId, type }) => alarmId === event.alarmId && reports.includes(type));
  return (
    reported !== undefined &&
    Math.round((Date.parse(event.at) - Date.parse(reported.at)) / 60_000) <= 15
  );
}

/** Each page that a deadline asked for is there once, and went out or was given up out loud. */
async function effectBreaches(
  { centre, received, receiverIsAway }: World,
  log: readonly LoggedEvent[],
): Promise<string[]> {
  const effects = await centre.database.system.sql<
    { id: string; kind: string; mode: string; status: string; attempts: number }[]
  >`select id, kind, mode, status, attempts from log.effects`;
  const pages = effects.filter(({ kind }) => kind.startsWith('page-'));
  const asked = log.filter((event, index) => asksForPage(event, index, log));
  const breaches =
    pages.length === asked.length ? [] : [`${asked.length} pages asked, ${pages.length} kept`];
  for (const { id, kind, mode, status, attempts } of effects) {
    const isReal = mode === 'real';
    const isGivenUp = log.some(
      (event) => event.type === 'EffectFailed' && event.data.effectId === id,
    );
    if (received.has(id) && !isReal) breaches.push(`a page of mode ${mode} went out`);
    // A file of an incident is never given up, however often it failed.
    const goesOn = attempts < 8 || kind === 'draft-incident';
    const mayWait = receiverIsAway && attempts > 0 && goesOn;
    if (status === 'waiting' && !mayWait) breaches.push(`${kind} still waits`);
    if (status === 'sent' && !received.has(id)) breaches.push('a page is called sent and was not');
    if (status === 'withheld' && isReal) breaches.push('a real page was withheld');
    if (status === 'failed' && !isGivenUp) breaches.push('a page was given up silently');
  }
  for (const id of received.keys())
    if (!effects.some((effect) => effect.id === id))
      breaches.push('a page went out that nobody asked');
  return breaches;
}

/** Every closed case is in its municipality's list once, as the alarm stands; nothing else is. */
async function incidentBreaches({ centre, receiverIsAway }: World): Promise<string[]> {
  const { sql } = centre.database.system;
  const rows = await sql<{ id: string; state: Alarm }[]>`select id, state from alarms`;
  const kept = await sql<{ alarm_id: string; facts: IncidentFacts }[]>`
    select alarm_id, facts from incidents`;
  const cases = rows.filter(({ state }) => isCase(state));
  const breaches = kept
    .filter(({ alarm_id: id }) => !cases.some((alarm) => alarm.id === id))
    .map(() => 'an incident of what is no case');
  for (const { id, state } of cases) {
    const facts = kept.filter((incident) => incident.alarm_id === id).map((one) => one.facts);
    if (facts.length > 1) breaches.push(`alarm ${state.number} has ${facts.length} incidents`);
    if (receiverIsAway) continue;
    const [only] = facts;
    if (!only && state.closed) breaches.push(`closed alarm ${state.number} has no incident`);
    if (only && only.outcome !== (state.closed?.outcome ?? null))
      breaches.push(`the incident of alarm ${state.number} tells another outcome`);
  }
  return breaches;
}

/** A desk that was sent the feed draws what stands in the rows: nothing twice, nothing missing. */
async function deskBreaches({ centre, drawn, sequences }: World): Promise<string[]> {
  const breaches = sequences.every((sequence, index) => sequence === index + 1)
    ? []
    : ['the desk was sent a hole or a double'];
  const { database, keys, centreId } = centre;
  // From the beginning of time, so that closed alarms are on it as well.
  const board = await database.system.transaction((tx) =>
    readBoard(tx, keys, centreId, new Date(0)),
  );
  if (board.sequence !== sequences.length)
    breaches.push(`the desk was sent ${sequences.length} of ${board.sequence} events`);
  if (board.alarms.length !== drawn.size)
    breaches.push(`${drawn.size} alarms drawn, ${board.alarms.length} there`);
  for (const alarm of board.alarms) {
    const seen = drawn.get(alarm.id);
    if (!seen || canonical(seen) !== canonical(alarm))
      breaches.push(`alarm ${alarm.number} is drawn otherwise than it is`);
  }
  return breaches;
}

/** A note that was answered with yes is there, and no answer or repeat wrote one twice. */
function noteBreaches({ notes }: World, log: readonly LoggedEvent[]): string[] {
  const written = log.flatMap((event) => (event.type === 'NoteAdded' ? [event.data.noteId] : []));
  const breaches = new Set(written).size === written.length ? [] : ['a note stands there twice'];
  for (const note of notes) if (!written.includes(note)) breaches.push(`note ${note} was lost`);
  return breaches;
}
