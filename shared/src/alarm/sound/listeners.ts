// Who begins and who ends to listen by what somebody decides about the alarm itself: taking it, giving it back.
import type { AlarmFact } from '../events.ts';
import type { EventOf } from '../rule.ts';
import type { StaffMember } from '../../staff-member.ts';
import type { Alarm } from '../state.ts';
import { listenerOf } from './state.ts';

/** That somebody listens from now on, where there is sound and it is not written down already. */
export function listens(alarm: Alarm, by: StaffMember): AlarmFact[] {
  if (!alarm.button.sound || listenerOf(alarm, by)) return [];
  return [{ type: 'ListenInStarted', data: { by } }];
}

/** Whoever answers for an alarm no more hears it no more, unless he joins as anybody may. */
export function listenerGone(
  alarm: Alarm,
  userId: string,
  why: EventOf<'ListenInEnded'>['data']['why'],
): AlarmFact[] {
  const listener = listenerOf(alarm, { id: userId });
  return listener ? [{ type: 'ListenInEnded', data: { by: listener.by, why } }] : [];
}
