// Which events of a case its owner has to hear of because somebody else did them: what changes how the case stands or
// what is known of it. Not what a desk reports by itself, and not what is said as the answer to a press already.
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { AlarmEvent, EventType } from '@achterwacht/shared/alarm/events.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { lineOf } from '../timeline/event-text.ts';

export type Change = {
  who: string;
  /** In the words of the timeline. */
  what: string;
  at: string;
};

const changes: ReadonlySet<EventType> = new Set([
  'AlarmAssigned',
  'AlarmClaimed',
  'AlarmClosed',
  'AlarmJudgedUnverifiable',
  'AlarmReopened',
  'AlarmTakenOver',
  'AlarmVerified',
  'AssignmentEnded',
  'CallAttempted',
  'CallerJoined',
  'CallerLeft',
  'CallingAllowed',
  'ClosingProposed',
  'FalseAlarmProposed',
  'HandoverConfirmed',
  'HandoverDeclined',
  'HandoverSent',
  'LinkRevoked',
  'LinkShared',
  'MarkerAdded',
  'NoteAdded',
  'PoliceCallEnded',
  'PoliceCallStarted',
  'PoliceMessageAdded',
  'PoliceStatusReported',
  'PoliceStatusWithdrawn',
  'SituationEntered',
  'StepCompleted',
  'StepSkipped',
  'UpgradeConfirmed',
  'UpgradeSent',
  'VerificationWithdrawn',
  'WordChecked',
]);

/** @param alarm As the event made it. @returns null: nothing of somebody else's, or nothing of mine. */
export function changeFor(event: AlarmEvent, alarm: Alarm, myId: string): Change | null {
  const { actor, at } = event;
  if (!changes.has(event.type) || alarm.mode === 'synthetic' || !isMine(event, alarm, myId))
    return null;
  const { text, who } = lineOf(event);
  if (actor.type === 'person')
    return actor.id === myId ? null : { who: actor.name, what: text, at };
  // The police, by their page.
  return actor.type === 'system' && actor.part === 'police-link' ? { who, what: text, at } : null;
}

/** Whose it is, who telephones for it, who had it until this, or who is asked to take it. */
function isMine(event: AlarmEvent, alarm: Alarm, myId: string): boolean {
  if (ownerOf(alarm)?.id === myId || alarm.caller?.id === myId) return true;
  if (event.type === 'AlarmAssigned' && event.data.to.id === myId) return true;
  const isTaken = event.type === 'AlarmTakenOver' || event.type === 'AlarmClaimed';
  return isTaken && event.data.from?.id === myId;
}
