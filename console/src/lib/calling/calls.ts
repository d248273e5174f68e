// Who may be called and what came of it. Two rounds through the list, then messages to all: that is how
// the trade does it, so the round is what a row shows.
import type { PlanFlag } from '@achterwacht/shared/alarm/plan/state.ts';
import type { CallAttempt, CallResult } from '@achterwacht/shared/alarm/calling/state.ts';
import {
  isHomeUnaware,
  whyNotCalled,
} from '@achterwacht/shared/alarm/calling/who-may-be-called.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Dossier } from '@achterwacht/shared/routes/dossier.ts';
import { m } from '../paraglide/messages.js';
import { callResultWords } from '../words.ts';

type Contact = Dossier['contacts'][number];

export const callResults = Object.keys(callResultWords) as CallResult[];

export const isNoCall = (alarm: Alarm) => alarm.calling.status === 'not-allowed';

/** The plan's flags; NIET BELLEN is the alarm's own, for it can be lifted. */
export const flagsOf = (alarm: Alarm): PlanFlag[] => [
  ...(isNoCall(alarm) ? (['no-call'] as const) : []),
  ...alarm.plan.flags.filter((flag) => flag !== 'no-call'),
];

export const isOffLimits = (alarm: Alarm, contact: Contact) =>
  whyNotCalled(alarm, contact) !== null;

/** How near he is to what happens, and what makes it worse to call him; null: somebody elsewhere. */
export function involvementText(alarm: Alarm, contact: Contact): string | null {
  if (contact.sameAddress) {
    const { knownAtHome } = alarm.button;
    if (isHomeUnaware(alarm))
      return knownAtHome === 'no' ? m.contact_home_no() : m.contact_home_unknown();
    return knownAtHome === 'yes' ? m.contact_home_yes() : m.contact_same_address();
  }
  return contact.mayBeInvolved ? m.contact_involved() : null;
}

export const attemptsAt = (alarm: Alarm, contactId: string | null): CallAttempt[] =>
  alarm.callAttempts.filter((attempt) => attempt.contactId === contactId);

/** The first of the list who may be called, in the round that is going on, and was not; null: all were. */
export function nextToCall(alarm: Alarm, contacts: readonly Contact[]): Contact | null {
  const allowed = contacts.filter((contact) => !isOffLimits(alarm, contact));
  const rounds = allowed.map(({ id }) => attemptsAt(alarm, id).length);
  if (allowed.some(({ id }) => attemptsAt(alarm, id).some(({ result }) => result === 'answered')))
    return null;
  const round = Math.min(...rounds);
  return round < 2 ? (allowed[rounds.indexOf(round)] ?? null) : null;
}
