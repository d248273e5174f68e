// Whom nobody may call now, and why: the one rule by which the server refuses and the desk shows no number.
//
// NIET BELLEN keeps from the holder and from whoever may be there with him, until whoever listens lifts it. Who is at home
// with him and does not know what the button does is kept from longer: he would call back, or say aloud what is going on.
// That somebody hears silence says nothing of that, so it ends only where the police are, or where it is over.
import { progressReportOf } from '../police-reports/progress.ts';
import { isDuress, type Alarm } from '../state.ts';
import type { CalledContact } from './commands.ts';

/** `home-unaware`: nobody at home knows, or nobody knows whether somebody does. */
type WhyNotCalled = 'no-call' | 'home-unaware';

type Facts = Pick<Alarm, 'kind' | 'button' | 'calling' | 'handover' | 'policeReports' | 'closed'>;

/** @param contact Null: the holder himself. @returns null: he may be called. */
export function whyNotCalled(
  alarm: Facts,
  contact: Omit<CalledContact, 'name'> | null,
): WhyNotCalled | null {
  if (contact?.sameAddress && isHomeUnaware(alarm)) return 'home-unaware';
  const mayRingThere = contact === null || contact.mayBeInvolved || contact.sameAddress;
  return mayRingThere && alarm.calling.status === 'not-allowed' ? 'no-call' : null;
}

/** Whether a call to where he lives would come to somebody who knows nothing, before anybody is there to help. */
export function isHomeUnaware(alarm: Facts): boolean {
  const { knownAtHome } = alarm.button;
  if (knownAtHome === undefined || knownAtHome === 'yes') return false;
  return isDuress(alarm) && alarm.closed === null && !arePoliceThere(alarm);
}

function arePoliceThere(alarm: Facts): boolean {
  const status = progressReportOf(alarm)?.status;
  // Who found nobody is not where he is.
  return status === 'on-scene' || status === 'safe' || status === 'closed';
}
