// What has to be done to run a centre, as the folder knows it whose affair it is.
import type { Task } from '@achterwacht/shared/administration/tasks.ts';
import type { Transaction } from '../db/connect.ts';

export type TaskQuestion = { centreId: string; now: Date };

/** Within the asker's own rights: row-level security lets it see his centre. */
export type FindTasks = (
  tx: Transaction,
  question: TaskQuestion,
) => Promise<readonly Task[]> | readonly Task[];
