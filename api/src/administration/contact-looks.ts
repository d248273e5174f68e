// That somebody looked at whom his centre pages: names and numbers of people, which stand in one kind of setting. Only a
// question of that kind shows them, and only such a question is written down, or who looked at contacts would be lost
// among those who looked at anything.
import { settingKinds, type SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import { logAccess } from '../access/access-log.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../db/connect.ts';

/**
 * A page asks what counts and what counted before as it opens, and again after a change: the same person, from the same
 * address, at the same contacts is one look for so long, counted from the first. Whoever reads the line knows who and when
 * to the minute. Each process counts for itself, so that there may be a line more and never one less.
 */
const oneLookMilliseconds = 60_000;

type Parts = { asActor: AsActor; clock: Clock };
type Asked = { kind: SettingKind | undefined; origin: string };
type Line = { at: Date; stands: Promise<boolean> };

export function createContactLooks({ asActor, clock }: Parts) {
  const lines = new Map<string, Line>();

  function lineOf(look: string, now: Date): Line | undefined {
    for (const [one, { at }] of lines)
      if (now.getTime() - at.getTime() >= oneLookMilliseconds) lines.delete(one);
    return lines.get(look);
  }

  return async <T>(
    visitor: Visitor,
    { kind, origin }: Asked,
    show: (tx: Transaction) => Promise<T>,
  ): Promise<T> => {
    const at = clock.now();
    if (kind === undefined || !settingKinds[kind].isPersonal)
      return asActor(visitor, 'setting.read', show);
    const look = `${visitor.id} ${kind} ${origin}`;
    const line = lineOf(look, at);
    // Only once it is known: a line that was not committed stands for nothing.
    if (line && (await line.stands)) return asActor(visitor, 'setting.read', show);
    const shown = asActor(visitor, 'setting.read', async (tx) => {
      await logAccess(tx, visitor, {
        at,
        action: 'contacts.opened',
        object: kind,
        whom: null,
        result: 'shown',
        origin,
      });
      return show(tx);
    });
    const stands = shown.then(
      () => true,
      () => false,
    );
    lines.set(look, { at, stands });
    return shown;
  };
}
