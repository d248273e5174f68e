// What a folder gives when it opens itself. Each gives what it has; main.ts lists them, and nobody else knows all.
import type { FastifyInstance } from 'fastify';
import type { RetentionClassName } from '@achterwacht/shared/routes/system.ts';
import type { EffectKind } from '@achterwacht/shared/subjects/effects.ts';
import type { FindTasks } from './administration/find-tasks.ts';
import type { Job } from './jobs/job.ts';
import type { Handler } from './outbox/outbox.ts';
import type { Projection } from './projections/projection.ts';
import type { FindReminders } from './reminders/reminder.ts';
import type { Eraser } from './retention/eraser.ts';
import type { ReachDue } from './timers/sweep.ts';

export type Folder = {
  routes?: (http: FastifyInstance) => void;
  /** What it repeats while the process runs. */
  jobs?: readonly Job[];
  /** Who carries out which effects. */
  handlers?: { [Kind in EffectKind]?: Handler };
  /** What is done when deadlines of its subjects are due. */
  reachDue?: Partial<ReachDue>;
  /** What else is read of the log, folded after the commit. */
  projections?: readonly Projection[];
  /** How what it keeps is erased, by class. */
  erasers?: { [Class in RetentionClassName]?: Eraser };
  /** What somebody who runs a centre has to do about it. */
  tasks?: FindTasks;
  /** What somebody is mailed about it, once, before it is too late. */
  reminders?: FindReminders;
};

/**
 * One table of what several folders give parts of.
 * @throws where nobody gives one of the kinds, or two do: the program does not start with it.
 */
export function oneOfEach<Kind extends string, Given>(
  what: string,
  kinds: readonly Kind[],
  tables: readonly ({ [K in Kind]?: Given } | undefined)[],
): Record<Kind, Given> {
  const whole: { [K in Kind]?: Given } = {};
  for (const kind of kinds) {
    const given = tables.flatMap((table) => table?.[kind] ?? []);
    if (given.length !== 1) throw new Error(`${what} ${kind}: ${given.length} folders give one`);
    whole[kind] = given[0]!;
  }
  return whole as Record<Kind, Given>; // each of them was set above
}
