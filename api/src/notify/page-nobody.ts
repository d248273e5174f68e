// Which of the two lists nobody can be paged of, at one centre or more; none must find that out in need.
import type { FindTasks } from '../administration/find-tasks.ts';
import type { Config } from '../config.ts';
import type { Settings } from '../settings/settings.ts';
import { canReach } from './notify.ts';

export type Unreachable = 'supervisor' | 'on-call';

export function pageNobody(ways: Pick<Config, 'mail' | 'sms'>, settings: Settings): Unreachable[] {
  const paging = settings.centreIds().map((id) => settings.settingOf(id, 'paging'));
  const reached: Record<Unreachable, boolean> = {
    supervisor: paging.length > 0 && paging.every(({ supervisor }) => canReach(ways, supervisor)),
    'on-call': paging.length > 0 && paging.every(({ onCall }) => canReach(ways, onCall)),
  };
  return (Object.keys(reached) as Unreachable[]).filter((list) => !reached[list]);
}

/** Of one centre, as something to do about it. */
export function findNobodyPaged(
  ways: Pick<Config, 'mail' | 'sms'>,
  { settingOf }: Pick<Settings, 'settingOf'>,
): FindTasks {
  return (_tx, { centreId }) => {
    const { supervisor, onCall } = settingOf(centreId, 'paging');
    const isReached = canReach(ways, supervisor) && canReach(ways, onCall);
    return isReached ? [] : [{ kind: 'nobody-paged', about: null, dueAt: null }];
  };
}
