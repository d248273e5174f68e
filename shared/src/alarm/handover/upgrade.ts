// What went to the police unverified and was verified since. There is no taking back of a handover, so they hear
// it as a further message: now verified, Prio 1. It is told within the same times as a handover, and it counts
// once somebody over there has said his name for it.
import type { Alarm } from '../state.ts';
import type { HandoverClass } from './state.ts';

type Facts = Pick<Alarm, 'handover' | 'upgrade' | 'verification' | 'closed'>;

/** As what it was passed on; null before. */
function sentAs({ handover }: Pick<Alarm, 'handover'>) {
  if (handover.status === 'sent') return handover;
  return 'sent' in handover ? handover.sent : null;
}

/** As what the police have it by now; null while they have nothing. */
export function passedOnClassOf(alarm: Pick<Alarm, 'handover' | 'upgrade'>): HandoverClass | null {
  const isRaised = alarm.upgrade !== null && alarm.upgrade.status !== 'calling';
  return isRaised ? 'prio-1' : (sentAs(alarm)?.class ?? null);
}

/**
 * Whether they can be told that it is Prio 1 now, or were and have not confirmed it. Not while the handover itself
 * still waits for a name, which is then given for Prio 1; nor once they are done.
 */
export function isUpgradeOpen(alarm: Facts): boolean {
  const { handover, upgrade, verification, closed } = alarm;
  if (closed || !('sent' in handover) || handover.status === 'done') return false;
  if (upgrade && upgrade.status !== 'calling') return upgrade.status === 'sent';
  return handover.sent.class === 'assistance' && verification.status === 'verified';
}

/**
 * Since when it waits to be told; null where it does not. A call runs in that time, and ends it when it is
 * confirmed. Whoever passed on as assistance what was verified already had a reason, which is kept.
 */
export function upgradeDueSince(alarm: Facts): string | null {
  const { handover, upgrade, verification, closed } = alarm;
  const sent = sentAs(alarm);
  if (closed || !sent || handover.status === 'done') return null;
  if (upgrade && upgrade.status !== 'calling') return null;
  if (sent.class !== 'assistance' || verification.status !== 'verified') return null;
  return verification.at > sent.at ? verification.at : null;
}
