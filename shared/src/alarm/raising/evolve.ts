// The alarm that begins: what it was raised with, and that nobody has done anything yet.
import { uncalled } from '../calling/evolve.ts';
import { unreported } from '../handover/evolve.ts';
import { nobody } from '../personal/personal.ts';
import { unstarted } from '../plan/evolve.ts';
import { unanswered } from '../police-reports/evolve.ts';
import type { EventOf } from '../rule.ts';
import { countOf } from '../signals/evolve.ts';
import { callsForHelp } from '../joining.ts';
import { mayKnowPlace } from '../signals/place.ts';
import { silent } from '../sound/evolve.ts';
import type { Alarm } from '../state.ts';

type Untouched = Pick<
  Alarm,
  | 'handover'
  | 'confirmations'
  | 'upgrade'
  | 'dataNotice'
  | 'declined'
  | 'notes'
  | 'policeReports'
  | 'policeMessages'
  | 'calling'
  | 'callAttempts'
  | 'words'
  | 'caller'
  | 'readBack'
  | 'policeLinks'
  | 'steps'
  | 'closingProposed'
>;

/**
 * What nobody has done anything about yet; also what one is that a release wrote down which did not know of it.
 * `receivedAt`: since when somebody may be called, where that is so from the start.
 */
export function untouched(raised: Pick<Alarm, 'kind' | 'plan'>, receivedAt: string): Untouched {
  return {
    ...unreported,
    ...unanswered,
    ...uncalled(raised, receivedAt),
    caller: null,
    readBack: [],
    notes: [],
    policeLinks: [],
    steps: unstarted(raised.plan),
    closingProposed: null,
  };
}

export function begin(event: EventOf<'AlarmRaised'>): Alarm {
  const { receivedAt, signal, ...facts } = event.data;
  return {
    ...facts,
    id: event.alarmId,
    ownership: { status: 'unclaimed', since: waitsSince(event) },
    verification: { status: 'open' },
    ...untouched(facts, receivedAt),
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
function waitsSince({ at, data: { receivedAt } }: EventOf<'AlarmRaised'>): string {
  return Date.parse(at) - Date.parse(receivedAt) > lateRaiseMilliseconds ? at : receivedAt;
}

function personalOf({ data, personal }: EventOf<'AlarmRaised'>): Alarm['personal'] {
  if (data.bare) return nobody;
  // The releases before wrote down where a battery was flat.
  if (personal && !mayKnowPlace(data)) return { ...personal, position: null, place: null };
  return personal?.position && data.signal.unbelieved
    ? { ...personal, position: { ...personal.position, unbelieved: true } }
    : personal;
}
