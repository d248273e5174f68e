// What a signal that joins an open alarm does to it. It lowers and closes nothing, whatever it says: it can be forced.
import type { DecodedSignal, Unbelieved } from '../../signals.ts';
import type { SystemCommand } from '../commands.ts';
import type { AlarmFact } from '../events.ts';
import { isPassedOn } from '../handover/state.ts';
import { refusal } from '../refusal.ts';
import type { SomeRules } from '../rule.ts';
import type { Alarm } from '../state.ts';
import { isOtherSender, isPlacedApart, isUnbelievedPlace, isHearsay } from './belief.ts';
import type { SignalReference } from './events.ts';
import { endsPress, callsForHelp } from '../joining.ts';
import { mayKnowPlace, nextPlace, firstPlace } from './place.ts';
import { isTracked } from './tracking.ts';

export const signalsRules = {
  AddSignal: {
    sentBy: 'system',
    decide: (alarm, command) => (alarm.closed ? refusal('gesloten') : addSignal(alarm, command)),
  },
  AddPosition: {
    sentBy: 'system',
    decide: (alarm, { receivedAt, fix, place }, { now }) => {
      if (alarm.closed ? !isTracked(alarm, now) : !mayKnowPlace(alarm)) return [];
      const personal = { fix, place: nextPlace(alarm, place, fix) };
      return [{ type: 'PositionAdded', data: { receivedAt }, personal }];
    },
  },
} satisfies SomeRules;

function addSignal(
  alarm: Alarm,
  command: Extract<SystemCommand, { type: 'AddSignal' }>,
): AlarmFact[] {
  const { signal, signalId, holder, receivedAt, sender } = command;
  const { position, place } = mayKnowPlace(alarm)
    ? { position: signal.position, place: command.place }
    : { position: null, place: null };
  const isElsewhere = (position !== null || endsPress(signal)) && isOtherSender(alarm, sender);
  const unbelieved = command.unbelieved ?? (isElsewhere ? 'other-sender' : undefined);
  const isFirstPress = !alarm.personal?.sender && !unbelieved && callsForHelp(signal);
  // What is shown apart, or shown until somebody who is believed says where, has no say in what a place is.
  const standsAlone = isPlacedApart(alarm, unbelieved) || isUnbelievedPlace(alarm);
  const added: AlarmFact = {
    type: 'SignalAdded',
    data: { receivedAt, signal: reference(signalId, signal, unbelieved) },
    personal: {
      position: position && { fix: position, receivedAt },
      place: standsAlone ? firstPlace(place, position) : nextPlace(alarm, place, position),
      ...(sender !== undefined && isFirstPress && { sender }),
      ...(alarm.bare && holder && { holder }),
    },
  };
  if (isHearsay(alarm, unbelieved)) return [added];
  // It can be forced, so it changes nothing here; the police hear of it and decide. Not of one that anybody may have
  // sent, and no flat battery's end says anything of the holder.
  if (endsPress(signal) && !unbelieved && isWithPolice(alarm) && !isPossiblyFalseReported(alarm))
    return [
      added,
      {
        type: 'PoliceMessageAdded',
        data: { why: 'possibly-false', by: null, operator: null },
        personal: null,
      },
    ];
  // Somebody presses again: whatever made it look harmless a moment ago no longer counts.
  const voids = alarm.verification.status === 'false-pending' && callsForHelp(signal);
  return voids
    ? [added, { type: 'VerificationWithdrawn', data: { why: 'new-signal' }, personal: null }]
    : [added];
}

/** And nobody pressed since: a device says it again and again, and the police need it once. */
function isPossiblyFalseReported({ policeMessages, presses }: Alarm): boolean {
  const reported = policeMessages.findLast(({ why }) => why === 'possibly-false');
  return reported !== undefined && !(presses.lastAt !== null && presses.lastAt > reported.at);
}

const isWithPolice = (alarm: Alarm) => isPassedOn(alarm) && alarm.handover.status !== 'done';

/** The signal as its event speaks of it. */
export function reference(
  signalId: string,
  signal: DecodedSignal,
  unbelieved: Unbelieved | undefined,
): SignalReference {
  const { kind, code, deviceTime, batteryPercent, warnings, more } = signal;
  const said = {
    signalId,
    kind,
    code,
    deviceTime,
    batteryPercent,
    warnings,
    ...(more && { more }),
  };
  return unbelieved ? { ...said, unbelieved } : said;
}
