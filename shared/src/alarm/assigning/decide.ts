// Asking somebody to take it. It stands beside who has it: deadlines, sound and clock go on as if nobody had been asked.
import { isOwner, notOwner } from '../ownership/at-work.ts';
import { ownerOf } from '../ownership/state.ts';
import { refusal } from '../refusal.ts';
import { staff, whileOpen, type SomeRules } from '../rule.ts';

export const assigningRules = {
  Assign: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) =>
      person.role === 'supervisor' ? null : notOwner(alarm, person),
    ),
    decide: (alarm, _command, { by, lookedUp: { colleague } }) => {
      if (colleague === undefined) throw new Error('nobody looked up the colleague');
      if (colleague === null) return refusal('collega-afwezig');
      if (ownerOf(alarm)?.id === colleague.id)
        return refusal('al-van-collega', { owner: colleague.name });
      if (alarm.assignment?.to.id === colleague.id) return [];
      return [{ type: 'AlarmAssigned', data: { to: colleague, by } }];
    },
  },
  EndAssignment: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) => {
      const { assignment } = alarm;
      if (!assignment) return refusal('niet-toegewezen');
      const isPartOfIt = assignment.to.id === person.id || assignment.by.id === person.id;
      return isPartOfIt || isOwner(alarm, person) || person.role === 'supervisor'
        ? null
        : refusal('niet-aan-u-toegewezen', { to: assignment.to.name });
    }),
    decide: ({ assignment }, _command, { by }) => {
      if (!assignment) return [];
      const { to } = assignment;
      const why = to.id === by.id ? 'declined' : 'taken-back';
      return [{ type: 'AssignmentEnded', data: { to, by, why } }];
    },
  },
} satisfies SomeRules;
