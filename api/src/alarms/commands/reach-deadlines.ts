// What an alarm's deadline does when its moment has come.
import type { DeadlineKind } from '@achterwacht/shared/alarm/deadlines/state.ts';
import { Unreadable } from '../../log/read-stream.ts';
import type { HandleCommand } from './handle-command.ts';

type Due = { subjectId: string; kind: string; revision: number };

type Parts = {
  handleCommand: HandleCommand;
  /** For an alarm that nobody can take, because it cannot be read: raises one that can be taken. */
  raiseBeside: (alarmId: string) => Promise<void>;
};

export function createReachAlarm({ handleCommand, raiseBeside }: Parts) {
  return async (deadlines: Due[]): Promise<void> => {
    for (const { subjectId, kind, revision } of deadlines) {
      try {
        await handleCommand.forSystem({ part: 'sweep' }, subjectId, {
          type: 'DeadlineReached',
          kind: kind as DeadlineKind, // the row was written from one
          revision,
        });
      } catch (error) {
        if (error instanceof Unreadable) await raiseBeside(subjectId);
        throw error;
      }
    }
  };
}
