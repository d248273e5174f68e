// One line of the timeline per event: what happened, in the words of the room. Who and when stand
// beside it.
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import type { SignalReference } from '@achterwacht/shared/alarm/signals/events.ts';
import type { DeadlineKind } from '@achterwacht/shared/alarm/deadlines/state.ts';
import { effectKindText } from '../outbox/outbox-words.ts';
import { m } from '../paraglide/messages.js';
import { clockTime } from '../time/format.ts';
import {
  basisWords,
  doubtWords,
  groundWords,
  kindWords,
  outcomeWords,
  signalWords,
  situationText,
  warningWords,
} from '../words.ts';
import { handoverText } from './handover-text.ts';
import { soundText } from './sound-text.ts';

export type TimelineLine = {
  text: string;
  /** What a person wrote, shown as such. */
  quote: string | null;
  who: string;
  /** Whose doing it was, for the filter and for the mark beside the line. */
  by: 'person' | 'device' | 'system';
  /** Stated moment of something written down later. */
  happenedAt: string | null;
  late: boolean;
};

const passedWords = {
  'unclaimed-louder': m.deadline_unclaimed_louder,
  'unclaimed-supervisor': m.deadline_unclaimed_supervisor,
  'unclaimed-on-call': m.deadline_unclaimed_on_call,
  'on-call-over': m.deadline_on_call_over,
  'owner-idle-reminder': m.deadline_owner_idle_reminder,
  'owner-idle-supervisor': m.deadline_owner_idle_supervisor,
  'no-decision-reminder': m.deadline_no_decision_reminder,
  'no-decision-supervisor': m.deadline_no_decision_supervisor,
  'unverifiable-second': m.deadline_unverifiable_second,
  'unverifiable-supervisor': m.deadline_unverifiable_supervisor,
  'verified-not-handed-over': m.deadline_verified_not_handed_over,
  'handover-unconfirmed': m.deadline_handover_unconfirmed,
  'upgrade-not-told': m.deadline_upgrade_not_told,
  'upgrade-unconfirmed': m.deadline_upgrade_unconfirmed,
  'police-silent': m.deadline_police_silent,
  'not-found-over': m.deadline_not_found_over,
  'parked-end': m.deadline_parked_end,
  'no-activity': m.deadline_no_activity,
} satisfies Record<DeadlineKind, () => string>;

/** Later than this and a deadline's own lateness is part of the story. */
const lateMilliseconds = 2_000;

export function lineOf(event: AlarmEvent): TimelineLine {
  const { actor } = event;
  const by = doingOf(event);
  return {
    text: textOf(event),
    quote: quoteOf(event),
    who: actor.type === 'person' ? actor.name : by === 'device' ? m.who_button() : m.who_system(),
    by,
    happenedAt: event.type === 'NoteAdded' ? event.data.happenedAt : null,
    late: event.type === 'DeadlinePassed' && event.data.lateMilliseconds > lateMilliseconds,
  };
}

/** Whose doing it was. */
export function doingOf(event: AlarmEvent): TimelineLine['by'] {
  const { type } = event.actor;
  if (type === 'person' || type === 'device') return type;
  const isFromDevice =
    (event.type === 'AlarmRaised' || event.type === 'SignalAdded') &&
    event.data.signal.kind !== 'system';
  return isFromDevice ? 'device' : 'system';
}

/** In the place of an event that cannot be read. */
export function unreadableLine(): TimelineLine {
  return {
    text: m.event_unreadable(),
    quote: null,
    who: m.who_system(),
    by: 'system',
    happenedAt: null,
    late: false,
  };
}

function textOf(event: AlarmEvent): string {
  switch (event.type) {
    case 'AlarmRaised':
      return [
        m.event_raised({ kind: kindWords[event.data.kind]() }),
        ...(event.data.signal.unbelieved ? [doubtWords.unbelieved()] : []),
        ...event.data.signal.warnings.map((warning) => warningWords[warning]()),
      ].join(' · ');
    case 'SignalAdded': {
      const { kind, more } = event.data.signal;
      const signal = signalWords[kind]();
      const words = more
        ? m.event_signals({ signal, count: 1 + more })
        : m.event_signal({ signal });
      return heardFrom(event.data.signal, words);
    }
    case 'PositionAdded':
      return m.event_position();
    case 'AlarmPresented':
      return m.event_presented();
    case 'AlarmClaimed':
      return event.data.from
        ? m.event_claimed_from({ from: event.data.from.name })
        : m.event_claimed();
    case 'AlarmReleased':
      return event.data.why === 'owner-lost'
        ? m.event_owner_lost({ name: event.data.from.name })
        : m.event_given_back();
    case 'AlarmTakenOver':
      return m.event_taken_over({ from: event.data.from.name });
    case 'AlarmAssigned':
      return m.event_assigned({ name: event.data.to.name });
    case 'AssignmentEnded':
      return event.data.why === 'declined'
        ? m.event_assignment_declined()
        : m.event_assignment_taken_back({ name: event.data.to.name });
    case 'AlarmParked':
      return m.event_parked({ until: clockTime(event.data.until), reason: event.data.reason });
    case 'AlarmUnparked':
      return event.data.why === 'ended' ? m.event_parked_ended() : m.event_unparked();
    case 'NoteAdded':
      return m.event_note();
    case 'NoteCorrected':
      return m.event_note_corrected();
    case 'AlarmVerified':
      return m.event_verified({ basis: basisWords[event.data.basis]() });
    case 'AlarmJudgedUnverifiable':
      return m.event_unverifiable();
    case 'FalseAlarmProposed':
      return m.event_false_proposed({ ground: groundWords[event.data.ground]() });
    case 'VerificationWithdrawn':
      return event.data.why === 'new-signal'
        ? m.event_withdrawn_signal()
        : m.event_withdrawn_person();
    case 'DeadlinePassed':
      return passedWords[event.data.kind]();
    case 'ContentErased':
      return event.data.why === 'retention'
        ? m.event_content_erased()
        : m.event_content_erased_on_request();
    case 'EffectFailed':
      return m.event_effect_failed({
        kind: effectKindText(event.data.effectKind),
      });
    case 'AlarmClosed':
      return event.data.confirmedBy
        ? m.event_closed_confirmed({
            outcome: outcomeWords[event.data.outcome](),
            proposer: event.data.by.name,
          })
        : m.event_closed({ outcome: outcomeWords[event.data.outcome]() });
    case 'AlarmReopened':
      return m.event_reopened();
    case 'HandoverPrepared':
    case 'PoliceCallStarted':
    case 'PoliceCallEnded':
    case 'HandoverSent':
    case 'NoticeSettled':
    case 'HandoverConfirmed':
    case 'UpgradeSent':
    case 'UpgradeConfirmed':
    case 'HandoverDeclined':
    case 'PoliceStatusReported':
    case 'PoliceStatusWithdrawn':
    case 'PoliceMessageAdded':
    case 'ReadBackTicked':
    case 'ReadBackOutdated':
    case 'SituationEntered':
    case 'LinkShared':
    case 'LinkRevoked':
    case 'LinkViewed':
    case 'ClosingProposed':
    case 'CallerJoined':
    case 'CallerLeft':
    case 'RolesSwapped':
    case 'WordChecked':
    case 'CallingAllowed':
    case 'CallAttempted':
    case 'StepCompleted':
    case 'StepSkipped':
      return handoverText(event);
    default:
      return soundText(event);
  }
}

/** `other-sender` is of where it is, and of whether it is over; the rest of such a signal counts. */
function heardFrom({ unbelieved }: SignalReference, signal: string): string {
  if (unbelieved === 'refused') return m.event_hearsay({ signal });
  return unbelieved ? m.event_from_elsewhere({ signal }) : signal;
}

function quoteOf(event: AlarmEvent): string | null {
  if (!('personal' in event) || event.personal === null) return null;
  if (event.type === 'SituationEntered') return event.personal && situationText(event.personal);
  const { personal } = event;
  if ('text' in personal) return personal.text;
  if ('heard' in personal) return `“${personal.heard}”`;
  if ('name' in personal) return personal.name;
  if ('label' in personal) return personal.label || null;
  if ('note' in personal) return personal.note || null;
  if ('reason' in personal) return personal.reason || null;
  if ('summary' in personal) return personal.summary || null;
  return null;
}
