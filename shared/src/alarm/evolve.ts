// The fold: one alarm and one event give the next alarm. Server, desk, report and replay all use this
// function and no other, so what is drawn is what was decided. It never refuses: events are facts.
import { duressKinds } from '../signals.ts';
import {
  isHearsay,
  isPlacedApart,
  isUnbelievedPlace,
  withHearsay,
  withPlaceApart,
} from './belief.ts';
import { withDeadlines } from './deadlines.ts';
import type { AlarmEvent, SignalReference } from './events.ts';
import { applyHandover, pressedAgain, untold } from './handover.ts';
import { noticeIs } from './handover/notice.ts';
import { callsForHelp, mattersToJudgement } from './joining.ts';
import { mayKnowPlace } from './place.ts';
import { wereOnScene } from './police-reports/progress.ts';
import { withListeningTime } from './closing/listening-time.ts';
import { silent, soundFolds } from './sound/evolve.ts';
import { stamp } from './stages.ts';
import type { SomeFolds } from './rule.ts';
import { ownershipFolds, own } from './ownership/evolve.ts';
import { callerFolds } from './caller/evolve.ts';
import { nobody, type Alarm } from './state.ts';
import { planFolds } from './plan/evolve.ts';
import { callingFolds } from './calling/evolve.ts';
import { situationFolds } from './situation/evolve.ts';
import { handoverFolds } from './handover/evolve.ts';
import { policePageFolds } from './police-page/evolve.ts';
import { policeReportsFolds } from './police-reports/evolve.ts';
import { readBackFolds } from './read-back/evolve.ts';
import { verificationFolds } from './verification/evolve.ts';

type Of<T extends AlarmEvent['type']> = Extract<AlarmEvent, { type: T }>;

/** Folds one event; the first must be `AlarmRaised`, versions must follow each other. */
export function evolve(alarm: Alarm | null, event: AlarmEvent): Alarm {
  if (event.type === 'AlarmRaised') return withDeadlines(begin(event));
  if (alarm === null) throw new Error(`${event.type} before AlarmRaised`);
  if (event.version !== alarm.version + 1)
    throw new Error(`version ${event.version} does not follow ${alarm.version}`);
  const applied = withPoliceStages(apply(alarm, event), event.at);
  const changed = worked(withListeningTime(alarm, applied, event), event);
  return withDeadlines({ ...changed, version: event.version, updatedAt: event.at });
}

/** A desk that reports what it painted or what came out of it is nobody at work. */
const reports: ReadonlySet<AlarmEvent['type']> = new Set([
  'AlarmPresented',
  'AlarmAudible',
  'HearingChanged',
]);

/** Who did something with it, and when. */
function worked(alarm: Alarm, { type, actor, at }: AlarmEvent): Alarm {
  if (actor.type !== 'person' || reports.has(type)) return alarm;
  const active = { ...alarm, lastActivityAt: at };
  const { ownership } = alarm;
  if (alarm.closed || ownership.status !== 'owned' || ownership.by.id !== actor.id) return active;
  return { ...active, ownership: { ...ownership, activeAt: at } };
}

/** Folds a whole log. */
export function fold(events: readonly AlarmEvent[]): Alarm | null {
  return events.reduce<Alarm | null>(evolve, null);
}

function begin(event: Of<'AlarmRaised'>): Alarm {
  const { receivedAt, signal, ...facts } = event.data;
  return {
    ...facts,
    id: event.alarmId,
    ownership: { status: 'unclaimed', since: waitsSince(event) },
    verification: { status: 'open' },
    ...untold(facts, receivedAt),
    closed: null,
    changedAt: {
      ownership: event.version,
      verification: event.version,
      signals: event.version,
      handover: event.version,
    },
    signals: { count: countOf(signal), lastAt: receivedAt },
    presses: callsForHelp(signal)
      ? { count: countOf(signal), lastAt: receivedAt }
      : { count: 0, lastAt: null },
    warnings: signal.warnings,
    ...(signal.unbelieved && { believed: false }),
    batteryPercent: signal.batteryPercent,
    ...silent,
    times: {
      ...(signal.deviceTime ? { pressed: signal.deviceTime } : {}),
      received: receivedAt,
    },
    lastActivityAt: event.at,
    deadlines: [],
    passed: {},
    revisions: {},
    version: event.version,
    updatedAt: event.at,
    personal: personalOf(event),
  };
}

/**
 * Decided on later than this a message was refused on the wire and waited for something better, or the database
 * was away: whoever is to claim it is not late by what they could not know.
 */
const lateRaiseMilliseconds = 10_000;

/** From when on somebody could claim it; the honest clock keeps when it was received. */
function waitsSince({ at, data: { receivedAt } }: Of<'AlarmRaised'>): string {
  return Date.parse(at) - Date.parse(receivedAt) > lateRaiseMilliseconds ? at : receivedAt;
}

function personalOf({ data, personal }: Of<'AlarmRaised'>): Alarm['personal'] {
  if (data.bare) return nobody;
  // The releases before wrote down where a battery was flat.
  if (personal && !mayKnowPlace(data)) return { ...personal, position: null, place: null };
  return personal?.position && data.signal.unbelieved
    ? { ...personal, position: { ...personal.position, unbelieved: true } }
    : personal;
}

/** Those of the aspects that stand in a folder of their own. */
const slicedFolds = {
  ...readBackFolds,
  ...policePageFolds,
  ...policeReportsFolds,
  ...handoverFolds,
  ...situationFolds,
  ...callingFolds,
  ...planFolds,
  ...verificationFolds,
  ...callerFolds,
  ...ownershipFolds,
  ...soundFolds,
} satisfies SomeFolds;
type SlicedEvent = Of<keyof typeof slicedFolds>;
type LeftEvent = Exclude<AlarmEvent, Of<'AlarmRaised'> | SlicedEvent>;

function apply(alarm: Alarm, event: LeftEvent | SlicedEvent): Alarm {
  if (!isSliced(event)) return applyLeft(alarm, event);
  const fold = slicedFolds[event.type] as (alarm: Alarm, event: AlarmEvent) => Alarm;
  return fold(alarm, event);
}

function isSliced(event: LeftEvent | SlicedEvent): event is SlicedEvent {
  return event.type in slicedFolds;
}

function applyLeft(alarm: Alarm, event: LeftEvent): Alarm {
  switch (event.type) {
    case 'SignalAdded':
      return addSignal(alarm, event);
    case 'PositionAdded':
      return moved(
        alarm,
        event.personal && { ...event.personal, receivedAt: event.data.receivedAt },
      );
    case 'NoteAdded':
      return alarm;
    case 'EffectFailed':
      // Given up after all attempts; of a notice that was taken already it is a later message.
      return event.data.effectKind === 'police-webhook' && alarm.dataNotice?.status === 'under-way'
        ? noticeIs(alarm, null, { status: 'failed', at: event.at })
        : alarm;
    case 'DeadlinePassed':
      return { ...alarm, passed: { ...alarm.passed, [event.data.kind]: actedFor(alarm, event) } };
    case 'AlarmClosed': {
      const { outcome, needless, by } = event.data;
      return stamp(
        {
          ...alarm,
          closed: { outcome, needless, by, at: event.at },
          closingProposed: null,
          caller: null,
          listeners: [],
        },
        'closed',
        event.at,
      );
    }
    case 'AlarmReopened': {
      // The clock does not start again: `closed` falls away, every other stage stays as it was.
      const { closed: _closed, ...times } = alarm.times;
      return own({ ...judgedAnew(alarm, event), closed: null, times }, event.version, {
        status: 'unclaimed',
        since: event.at,
      });
    }
    default:
      return applyHandover(alarm, event);
  }
}

/**
 * Handed over is what somebody of the police answered for. The server's moments; what the police say of an earlier
 * one stands in their report.
 */
function withPoliceStages(alarm: Alarm, at: string): Alarm {
  const { handover } = alarm;
  if (!('sent' in handover)) return alarm;
  const told = stamp(alarm, 'handed-over', at);
  const answered = handover.incidentNumber === null ? told : stamp(told, 'police-confirmed', at);
  return wereOnScene(alarm) ? stamp(answered, 'on-scene', at) : answered;
}

/**
 * Something was wrong with how it was closed. What made it harmless then is a ground no more, and what could not
 * be verified may be now; that somebody needed help stays known.
 */
function judgedAnew(alarm: Alarm, event: Of<'AlarmReopened'>): Alarm {
  if (alarm.verification.status === 'verified') return alarm;
  return {
    ...alarm,
    verification: { status: 'open', since: event.at },
    words: { ...alarm.words, codeWordAt: null },
    changedAt: { ...alarm.changedAt, verification: event.version },
  };
}

/** It and those that were counted with it. */
function countOf({ more = 0 }: SignalReference): number {
  return 1 + more;
}

function addSignal(alarm: Alarm, event: Of<'SignalAdded'>): Alarm {
  const { receivedAt, signal } = event.data;
  if (isHearsay(alarm, signal.unbelieved)) return withPlaceApart(withHearsay(alarm, event), event);
  const { position, place, sender, holder } = event.personal ?? { position: null, place: null };
  const isVouchedFor = !signal.unbelieved && callsForHelp(signal);
  const { believed, ...rest } = alarm;
  const known: Alarm = {
    ...rest,
    ...(believed === false && !isVouchedFor && { believed }),
    signals: { count: alarm.signals.count + countOf(signal), lastAt: receivedAt },
    presses: callsForHelp(signal)
      ? { count: alarm.presses.count + countOf(signal), lastAt: receivedAt }
      : alarm.presses,
    changedAt: mattersToJudgement(signal)
      ? { ...alarm.changedAt, signals: event.version }
      : alarm.changedAt,
    warnings: [...new Set([...alarm.warnings, ...signal.warnings])],
    batteryPercent: signal.batteryPercent ?? alarm.batteryPercent,
    personal: alarm.personal && {
      ...alarm.personal,
      ...(sender !== undefined && { sender }),
      ...(holder && { holder }),
    },
  };
  const heard = signal.unbelieved === 'other-sender' ? withHearsay(known, event) : known;
  const asked = callsForHelp(signal) ? pressedAgain(heard, event) : heard;
  const judged =
    alarm.kind === 'medical' && duressKinds.has(signal.kind) ? asDuress(asked, event) : asked;
  if (!position) return judged;
  // Asked of the alarm as it was: what vouches for it may do so with this very signal.
  if (isPlacedApart(alarm, signal.unbelieved)) return withPlaceApart(judged, event);
  const { fix } = position;
  return moved(judged, { fix, place, receivedAt, unbelieved: signal.unbelieved !== undefined });
}

/**
 * Who asked for an ambulance and now presses is in danger too: from here on the rules of a duress hold,
 * and it waits for somebody if it was put away.
 */
function asDuress(alarm: Alarm, event: AlarmEvent): Alarm {
  const duress: Alarm = {
    ...alarm,
    kind: 'duress',
    priority: 'urgent',
    calling: { status: 'not-allowed' },
  };
  return alarm.ownership.status === 'parked'
    ? own(duress, event.version, { status: 'unclaimed', since: event.at })
    : duress;
}

type Move = {
  fix: NonNullable<NonNullable<Alarm['personal']>['position']>['fix'];
  place: NonNullable<Alarm['personal']>['place'];
  receivedAt: string;
  unbelieved?: boolean;
};

function moved(alarm: Alarm, move: Move | null): Alarm {
  if (!move || !alarm.personal || !mayKnowPlace(alarm)) return alarm;
  const isReplaced = isUnbelievedPlace(alarm);
  const shown = isReplaced ? null : alarm.personal.position?.fix.fixAt;
  // A fix that is older than the one shown (delivered out of order) never replaces it.
  if (shown && move.fix.fixAt && Date.parse(move.fix.fixAt) < Date.parse(shown)) return alarm;
  return {
    ...alarm,
    personal: {
      ...alarm.personal,
      position: {
        fix: move.fix,
        receivedAt: move.receivedAt,
        ...(move.unbelieved && { unbelieved: true }),
      },
      place: move.place ?? (isReplaced ? null : alarm.personal.place),
    },
  };
}

/**
 * Until when it has acted. By the rules of the release that wrote it it may have come before its moment by these:
 * what it did is not done again.
 */
function actedFor(
  alarm: Alarm,
  { at, data }: Extract<AlarmEvent, { type: 'DeadlinePassed' }>,
): string {
  const pending = alarm.deadlines.find(({ kind }) => kind === data.kind);
  return pending && pending.at > at ? pending.at : at;
}
