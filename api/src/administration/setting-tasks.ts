// What a centre has not set yet without which no alarm is passed on, and what waits for a second person.
import type { Task } from '@achterwacht/shared/administration/tasks.ts';
import { aloneFrom } from '@achterwacht/shared/member/four-eyes.ts';
import type { SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import { administratorsOf } from '../settings/change-setting.ts';
import type { Settings } from '../settings/settings.ts';
import type { FindTasks } from './find-tasks.ts';

export function settingTasks({ settingOf }: Pick<Settings, 'settingOf'>): FindTasks {
  return async (tx, { centreId, now }) => {
    const { sql } = tx;
    const proposed = await sql<{ kind: SettingKind }[]>`
      select kind from settings where jsonb_typeof(state -> 'proposed') = 'object' order by kind`;
    const police = settingOf(centreId, 'control-rooms').filter(
      ({ discipline }) => discipline === 'police',
    );
    const dueAt = proposed.length > 0 ? aloneFrom(await administratorsOf(tx, centreId), now) : null;
    return [
      ...missingNumber(police),
      ...(settingOf(centreId, 'mail') === null ? [noMail] : []),
      ...proposed.map(({ kind }): Task => ({
        kind: dueAt === null ? 'proposal-waits' : 'proposal-alone',
        about: { id: kind, name: kind },
        dueAt,
      })),
    ];
  };
}

const noMail: Task = { kind: 'no-mail', about: null, dueAt: null };

/** Of a region with one number, nobody is reached when that one does not answer. */
function missingNumber(lines: readonly { regionCode: string; which: string }[]): Task[] {
  if (lines.length === 0) return [{ kind: 'control-room-number', about: null, dueAt: null }];
  const regions = [...new Set(lines.map(({ regionCode }) => regionCode))].sort();
  return regions
    .filter(
      (region) => !lines.some((line) => line.regionCode === region && line.which === 'second'),
    )
    .map((region) => ({
      kind: 'second-control-room-number',
      about: { id: region, name: region },
      dueAt: null,
    }));
}
