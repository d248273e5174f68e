// The one clock drawn on a card and in the ring: what must happen next and by when. The moments are the
// same arithmetic as shared/alarm/deadlines/moments.ts; unlike there, a moment that has passed stays visible
// and counts up, for somebody is still waiting. That it passed is written down by the server.
import { isWaiting } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isUpgradeOpen, upgradeDueSince } from '@achterwacht/shared/alarm/handover/upgrade.ts';

export type WorkClock = {
  /**
   * `claim`: to be taken. `act`: taken, to be judged. `hand-over`: judged, the police to be told. `upgrade`:
   * verified since, to be told. `confirm`: told, a name and a number to be had. `not-found`: to go on looking.
   * `parked`: comes back. `quiet`: nothing done.
   */
  kind: 'claim' | 'act' | 'hand-over' | 'upgrade' | 'confirm' | 'not-found' | 'parked' | 'quiet';
  startedAt: number;
  deadlineAt: number;
  /** Negative once late. */
  remainingMilliseconds: number;
  /** 1 at the start, 0 at the deadline and after it. */
  part: number;
  /** A quarter or less is left. */
  nearly: boolean;
  late: boolean;
};

export function workClockOf(alarm: Alarm, now: number): WorkClock | null {
  if (alarm.closed) return null;
  const { timings } = alarm.plan;
  const { ownership } = alarm;
  const since = Date.parse(ownership.since);
  const active = Date.parse(alarm.lastActivityAt);

  if (isWaiting(alarm))
    return alarm.priority === 'urgent'
      ? run('claim', since, timings.unclaimedSupervisorSeconds, now)
      : null;
  if (ownership.status === 'parked')
    return clock('parked', since, Date.parse(ownership.until), now);
  const police = alarm.priority === 'urgent' ? policeClockOf(alarm, now) : null;
  if (police) return police;
  if (
    ownership.status === 'owned' &&
    alarm.priority === 'urgent' &&
    alarm.verification.status === 'open'
  ) {
    const { noDecisionReminderSeconds } = timings;
    const from = later(ownership.since, alarm.verification.since);
    // The release before knew only how long its owner did nothing.
    return noDecisionReminderSeconds === undefined
      ? run('act', Date.parse(ownership.activeAt), timings.ownerIdleSupervisorSeconds, now)
      : run('act', Date.parse(from), noDecisionReminderSeconds, now);
  }
  return run('quiet', active, timings.noActivitySeconds, now);
}

/** From the judgement to somebody over there who has said his name. */
function policeClockOf(alarm: Alarm, now: number): WorkClock | null {
  const { handover, verification, declined } = alarm;
  const { timings } = alarm.plan;
  const from = (kind: WorkClock['kind'], since: string, seconds: number | undefined) =>
    seconds === undefined ? null : run(kind, Date.parse(since), seconds, now);
  const dueSince = upgradeDueSince(alarm);
  if (dueSince !== null) return from('upgrade', dueSince, timings.verifiedNotHandedOverSeconds);
  if (alarm.upgrade && isUpgradeOpen(alarm))
    return from('confirm', alarm.upgrade.at, timings.handoverUnconfirmedSeconds);
  switch (handover.status) {
    case 'sent':
      return from('confirm', handover.at, timings.handoverUnconfirmedSeconds);
    case 'not-found':
      return from('not-found', handover.at, timings.notFoundSeconds);
    case 'none':
    case 'prepared':
    case 'calling': {
      // A call that nobody confirmed runs in the time there is to hand over.
      const since = handover.status === 'none' ? handover.since : undefined;
      if (verification.status === 'verified')
        return from(
          'hand-over',
          later(verification.at, since),
          timings.verifiedNotHandedOverSeconds,
        );
      if (verification.status === 'unverifiable' && !declined)
        return from('hand-over', later(verification.at, since), timings.unverifiableSecondSeconds);
      return handover.status === 'calling'
        ? from('confirm', handover.at, timings.handoverUnconfirmedSeconds)
        : null;
    }
    default:
      return null;
  }
}

const later = (one: string, other: string | undefined) =>
  other !== undefined && other > one ? other : one;

const run = (kind: WorkClock['kind'], startedAt: number, seconds: number, now: number) =>
  clock(kind, startedAt, startedAt + seconds * 1000, now);

function clock(
  kind: WorkClock['kind'],
  startedAt: number,
  deadlineAt: number,
  now: number,
): WorkClock {
  const remainingMilliseconds = deadlineAt - now;
  const part = Math.min(
    1,
    Math.max(0, remainingMilliseconds / Math.max(1, deadlineAt - startedAt)),
  );
  const late = remainingMilliseconds < 0;
  return { kind, startedAt, deadlineAt, remainingMilliseconds, part, nearly: part <= 0.25, late };
}

/** What is left in whole seconds, for what is drawn: a bar that moves four times a second says nothing more. */
export function partOfSecond({ startedAt, deadlineAt, remainingMilliseconds }: WorkClock): number {
  const left = Math.max(0, Math.ceil(remainingMilliseconds / 1000) * 1000);
  return Math.min(1, left / Math.max(1, deadlineAt - startedAt));
}
