// How a class is erased: erased first and written down then, because the line of proof must not be older than the deed.
import type { RetentionClassName } from '@achterwacht/shared/routes/system.ts';
import { logErasure } from '../access/access-log.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { ofItems } from '../jobs/item-job.ts';
import type { Job } from '../jobs/job.ts';

const everyMilliseconds = 60_000;
/** A day of sound is erased in less. */
const timeoutMilliseconds = 30_000;

/** How one class is erased, by whoever owns what is erased. */
export type Erases<Item extends Erasable> = {
  /** What has been kept for long enough (`keptDays`), in slices, without those set aside. */
  items: () => AsyncIterable<readonly Item[]>;
  /** Until it is gone. Where it was gone already, that is as good. */
  erase: (item: Item, signal: AbortSignal) => Promise<void>;
  /** That it is gone, with the line of proof: neither stands without the other. */
  mark: (tx: Transaction, item: Item, at: Date) => Promise<void>;
  /** What no item can be at fault for. */
  endsRound?: (error: unknown) => boolean;
};

/** `id` is the last part of the object's name in the proof; no personal content. */
export type Erasable = { id: string; centreId: string; object: string };

export type ErasingParts = { background: Database; clock: Clock };

export type Eraser = (name: RetentionClassName, parts: ErasingParts) => Job;

export function eraser<Item extends Erasable>(how: Erases<Item>): Eraser {
  const { items, erase, mark, endsRound = () => false } = how;
  return (name, { background, clock }) =>
    ofItems({
      name,
      everyMilliseconds,
      timeoutMilliseconds,
      lock: true,
      aside: 'erasure',
      idOf: ({ id }) => id,
      endsRound,
      items,
      async work(item, signal) {
        await erase(item, signal);
        const at = clock.now();
        await background.transaction(async (tx) => {
          await mark(tx, item, at);
          await logErasure(tx, item.centreId, { at, object: item.object, class: name });
        });
      },
    });
}
