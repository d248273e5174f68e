// Which of the two lists nobody can be paged of, at one centre or more; none must find that out in need.
import { wayTo } from '@achterwacht/shared/setting/ways.ts';
import type { FindTasks } from '../administration/find-tasks.ts';
import type { Settings } from '../settings/settings.ts';

export type Unreachable = 'supervisor' | 'on-call';
type SettingOf = Pick<Settings, 'settingOf'>;
const lists = { supervisor: 'supervisor', 'on-call': 'onCall' } as const;

export function pageNobody(settings: Settings): Unreachable[] {
  const centres = settings.centreIds().map((id) => unreachableOf(settings, id));
  return (Object.keys(lists) as Unreachable[]).filter(
    (list) => centres.length === 0 || centres.some((unreachable) => unreachable.includes(list)),
  );
}

/** Of one centre, as something to do about it. */
export function findNobodyPaged(settings: SettingOf): FindTasks {
  return (_tx, { centreId }) =>
    unreachableOf(settings, centreId).length === 0
      ? []
      : [{ kind: 'nobody-paged', about: null, dueAt: null }];
}

function unreachableOf({ settingOf }: SettingOf, centreId: string): Unreachable[] {
  const paging = settingOf(centreId, 'paging');
  const canReach = (contact: string) => settingOf(centreId, wayTo(contact)) !== null;
  return (Object.keys(lists) as Unreachable[]).filter(
    (list) => !paging[lists[list]].some(canReach),
  );
}
