// Items of a round that failed: kept away from the next rounds for ever longer, so that none of them is tried in
// front of the others, and counted. In memory: after a start each is tried once more.
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Soon after the first failure, which may be an outage of all; then twice as long each time, up to an hour. */
const firstMilliseconds = 2_000;
const longestMilliseconds = 3_600_000;

export type SetAside = ReturnType<typeof createSetAside>;

export function createSetAside({ clock, log }: { clock: Clock; log: Log }, name: string) {
  const failed = new Map<string, { until: number; times: number }>();
  return {
    /** Those that are not to be asked for now. */
    ids: (): string[] =>
      [...failed].flatMap(([id, { until }]) => (until > clock.now().getTime() ? [id] : [])),
    /** Does one item; one that fails is set aside and costs no other. `isOutage`: no fault of the item's; thrown. */
    async one(
      id: string,
      work: () => Promise<unknown>,
      isOutage: (error: unknown) => boolean = () => false,
    ): Promise<void> {
      try {
        await work();
        failed.delete(id);
      } catch (error) {
        if (isOutage(error)) throw error;
        const times = (failed.get(id)?.times ?? 0) + 1;
        const pause = Math.min(firstMilliseconds * 2 ** (times - 1), longestMilliseconds);
        failed.set(id, { until: clock.now().getTime() + pause, times });
        log.error({ error, name, id, times }, 'set aside');
      }
    },
  };
}
