// Words and telephone calls. A call that rings in the room where somebody is threatened is a danger of
// its own: a duress starts as NIET BELLEN, and only whoever listens can tell that it may end.
import type { AlarmFact } from '../events.ts';
import { notAtWork, notOwner } from '../ownership/at-work.ts';
import type { Step } from '../plan/state.ts';
import { refusal } from '../refusal.ts';
import { staff, whileOpen, type SomeRules } from '../rule.ts';
import { listenerOf } from '../sound/state.ts';
import type { StaffMember } from '../../staff-member.ts';
import type { Alarm } from '../state.ts';
import { whyNotCalled } from './who-may-be-called.ts';

export const callingRules = {
  CheckWord: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen(notAtWork),
    decide: (alarm, { heard }, { by, lookedUp: { word } }) => {
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
    },
  },
  // Who hears that it is quiet there can tell. Where there is no sound, who has the alarm.
  LiftNoCall: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) => {
      if (!alarm.button.sound) return notOwner(alarm, person);
      return listenerOf(alarm, person) ? null : refusal('luistert-niet');
    }),
    decide: ({ calling }, { reason }, { by }) =>
      calling.status === 'allowed'
        ? []
        : [{ type: 'CallingAllowed', data: { by }, personal: { reason } }],
  },
  AddCallAttempt: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen(notAtWork),
    decide: (alarm, { contactId, result }, { by, lookedUp: { contact } }) => {
      if (contactId !== null && contact === undefined)
        throw new Error('nobody looked up the contact');
      if (contactId !== null && contact === null) return refusal('contact-onbekend');
      const why = whyNotCalled(alarm, contactId === null ? null : (contact ?? null));
      if (why) return refusal(why === 'home-unaware' ? 'niet-bellen-thuis' : 'niet-bellen');
      const round = alarm.callAttempts.filter((each) => each.contactId === contactId).length + 1;
      const reached = (step: Step) =>
        result === 'answered' && step.kind === 'call' && step.contactId === contactId;
      return [
        {
          type: 'CallAttempted',
          data: { by, contactId, round, result },
          personal: contact ? { name: contact.name } : null,
        },
        ...completed(alarm, by, reached),
      ];
    },
  },
} satisfies SomeRules;

/** Steps that are done by what was just done. */
function completed(alarm: Alarm, by: StaffMember, isDone: (step: Step) => boolean): AlarmFact[] {
  return alarm.steps
    .filter((step) => step.status === 'open' && isDone(step))
    .map(({ stepId }) => ({ type: 'StepCompleted', data: { by, stepId } }));
}
