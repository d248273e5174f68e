// Which control rooms have to be called: a number that nobody tried for a week may be nobody's by now.
import type { Task } from '@achterwacht/shared/administration/tasks.ts';
import { isTestDue, testDueAt } from '@achterwacht/shared/police/line-test.ts';
import type { Settings } from '../settings/settings.ts';
import type { FindTasks } from './find-tasks.ts';

/** One a control room, whichever of its lines it is. */
export function lineTasks({ settingOf }: Pick<Settings, 'settingOf'>): FindTasks {
  return (_tx, { centreId, now }) => {
    const due = settingOf(centreId, 'control-rooms').filter((line) => isTestDue(line, now));
    const byRegion = Map.groupBy(due, ({ regionCode }) => regionCode);
    return [...byRegion].map(([region, lines]): Task => {
      const moments = lines.map(testDueAt).filter((at) => at !== null);
      return {
        kind: 'line-not-tested',
        about: { id: region, name: region },
        // Never tried is due since it was entered, which no day says.
        dueAt: moments.toSorted()[0] ?? null,
      };
    });
  };
}
