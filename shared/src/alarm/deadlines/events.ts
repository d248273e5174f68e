// Which deadline acted, and how late.
import * as z from 'zod';
import { deadlineKind } from './state.ts';

export const deadlinesEvents = [
  z.object({
    type: z.literal('DeadlinePassed'),
    data: z.object({
      kind: deadlineKind,
      revision: z.int().positive(),
      dueAt: z.iso.datetime(),
      /** How long after its moment it acted; shown when it matters. */
      lateMilliseconds: z.int().nonnegative(),
    }),
  }),
] as const;
