// The part of the fold that is about what its button sent.
import { duressKinds } from '../../signals.ts';
import type { AlarmEvent } from '../events.ts';
import { changed } from '../handover/evolve.ts';
import { own } from '../ownership/evolve.ts';
import type { SomeFolds, EventOf } from '../rule.ts';
import type { Alarm } from '../state.ts';
import {
  isHearsay,
  withPlaceApart,
  withHearsay,
  isPlacedApart,
  isUnbelievedPlace,
} from './belief.ts';
import type { SignalReference } from './events.ts';
import { callsForHelp, mattersToJudgement } from '../joining.ts';
import { mayKnowPlace } from './place.ts';

export const signalsFolds = {
  SignalAdded: (alarm, event) => addSignal(alarm, event),
  PositionAdded: (alarm, { data, personal }) =>
    moved(alarm, personal && { ...personal, receivedAt: data.receivedAt }),
} satisfies SomeFolds;

/** It and those that were counted with it. */
export function countOf({ more = 0 }: SignalReference): number {
  return 1 + more;
}

function addSignal(alarm: Alarm, event: EventOf<'SignalAdded'>): Alarm {
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
 * Somebody presses again: what was said to be safe a moment ago no longer counts, and police who were done
 * are not done with this.
 */
function pressedAgain(alarm: Alarm, event: AlarmEvent): Alarm {
  const again = {
    ...alarm,
    words: { ...alarm.words, codeWordAt: null },
    closingProposed: null,
    declined: null,
  };
  return alarm.handover.status === 'done'
    ? {
        ...changed(again, event, { status: 'none', since: event.at }),
        upgrade: null,
        readBack: [],
        dataNotice: null,
      }
    : again;
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
