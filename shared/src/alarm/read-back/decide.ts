// Ticking a field of the script when the other side reads it back. That a tick falls is no command: `outdated.ts`.
import { mayHandOver } from '../handover/conditions.ts';
import { staff, type SomeRules } from '../rule.ts';

export const readBackRules = {
  TickReadBack: {
    sentBy: 'person',
    roles: staff,
    when: mayHandOver,
    decide: ({ readBack }, { field, on }, { by }) =>
      readBack.includes(field) === on ? [] : [{ type: 'ReadBackTicked', data: { by, field, on } }],
  },
} satisfies SomeRules;
