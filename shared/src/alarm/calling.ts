// Words and telephone calls. A call that rings in the room where somebody is threatened is a danger of
// its own: a duress starts as NIET BELLEN, and only whoever listens can tell that it may end.
import { refusal, type Refusal } from './refusal.ts';
import type { PersonCommand } from './commands.ts';
import type { AlarmFact } from './events.ts';
import type { StaffMember } from './staff-member.ts';
import type { Alarm, WordResult } from './state.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

export type CallingCommand = Of<'CheckWord' | 'LiftNoCall' | 'AddCallAttempt'>;

/** What stands sealed or in another table, looked up by whoever asks the rules. */
export type LookedUp = {
  /** What the word that was heard is; null where none was agreed. */
  word?: WordResult | null;
  /** Who is called; null where this holder has no such contact. */
  contact?: { name: string; mayBeInvolved: boolean } | null;
};

export function decideAboutCalling(
  alarm: Alarm,
  command: CallingCommand,
  by: StaffMember,
  lookedUp: LookedUp,
): AlarmFact[] | Refusal {
  switch (command.type) {
    case 'CheckWord':
      return checkWord(alarm, command, by, lookedUp);
    case 'LiftNoCall':
      return alarm.calling.status === 'allowed'
        ? []
        : [{ type: 'CallingAllowed', data: { by }, personal: { reason: command.reason } }];
    case 'AddCallAttempt':
      return addAttempt(alarm, command, by, lookedUp);
  }
}

function checkWord(
  alarm: Alarm,
  { heard }: Of<'CheckWord'>,
  by: StaffMember,
  { word }: LookedUp,
): AlarmFact[] | Refusal {
  if (word === undefined) throw new Error('nobody compared the word');
  if (word === null) return refusal('geen-codewoord');
  const facts: AlarmFact[] = [
    { type: 'WordChecked', data: { by, result: word }, personal: { heard } },
  ];
  // Said under duress, or something else than what was agreed: as good as hearing it happen.
  if (word !== 'code-word' && alarm.verification.status !== 'verified')
    facts.push({
      type: 'AlarmVerified',
      data: { by, basis: 'duress-word', audioMoment: null },
      personal: null,
    });
  return [...facts, ...completed(alarm, by, ({ kind }) => kind === 'word')];
}

function addAttempt(
  alarm: Alarm,
  { contactId, result }: Of<'AddCallAttempt'>,
  by: StaffMember,
  { contact }: LookedUp,
): AlarmFact[] | Refusal {
  if (contactId !== null && contact === undefined) throw new Error('nobody looked up the contact');
  if (contactId !== null && contact === null) return refusal('contact-onbekend');
  const mayRingThere = contactId === null || contact?.mayBeInvolved === true;
  if (mayRingThere && alarm.calling.status === 'not-allowed') return refusal('niet-bellen');
  const round = alarm.callAttempts.filter((each) => each.contactId === contactId).length + 1;
  const reached = (step: Alarm['steps'][number]) =>
    result === 'answered' && step.kind === 'call' && step.contactId === contactId;
  return [
    {
      type: 'CallAttempted',
      data: { by, contactId, round, result },
      personal: contact ? { name: contact.name } : null,
    },
    ...completed(alarm, by, reached),
  ];
}

/** Steps that are done by what was just done. */
function completed(
  alarm: Alarm,
  by: StaffMember,
  isDone: (step: Alarm['steps'][number]) => boolean,
): AlarmFact[] {
  return alarm.steps
    .filter((step) => step.status === 'open' && isDone(step))
    .map(({ stepId }) => ({ type: 'StepCompleted', data: { by, stepId } }));
}
