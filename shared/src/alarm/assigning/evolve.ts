// The part of the fold that is about who was asked to take it.
import { withoutAssignment } from '../ownership/state.ts';
import type { SomeFolds } from '../rule.ts';

export const assigningFolds = {
  AlarmAssigned: (alarm, { data, at }) => ({ ...alarm, assignment: { ...data, since: at } }),
  AssignmentEnded: (alarm) => withoutAssignment(alarm),
} satisfies SomeFolds;
