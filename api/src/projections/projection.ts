// What a projection is: a read of its own, folded in order from the log after the commit, true at a sequence. It is one
// value, and that is all that the machinery beside this file knows of it.
//
// It holds no personal content in clear but fields named for search, erased by id. Its rows say by which version of it
// they were folded (`projection_version`) and of which centre they are (`centre_id`), so that a further version is
// folded beside the one that is read.
import type { Subject, SubjectTypes } from '@achterwacht/shared/subject.ts';
import type { Transaction } from '../db/connect.ts';
import { readEvent } from '../log/event-text.ts';

export type Projection = {
  /** Never changes: cursors are found by it. */
  name: string;
  /** Raised by whoever changes what it gives for events that were folded before: then it is folded anew. */
  version: number;
  over: readonly Source[];
  /** Its tables, and the column of each that names a row within a version. */
  tables: readonly { table: string; id: string }[];
};

/** What it folds of one subject. Sources of a feed are called in the order of its events. */
export type Source = {
  streamType: string;
  feed: 'live' | 'file';
  /** `all`: also those that a later release adds. */
  types: readonly string[] | 'all';
  apply: (tx: Transaction, place: Place, lines: readonly Line[]) => Promise<void>;
};

/** Whose events they are, and by which version they are folded. */
export type Place = { centreId: string; version: number };

/** An event as it stands in the log. */
export type Line = {
  sequence: number;
  streamType: string;
  streamId: string;
  type: string;
  at: string;
  text: string;
};

/**
 * `apply` writes what these events change; its tables by their bare names, for a comparison puts others in their
 * place. They come without what is sealed: a projection has no key. It throws at what it cannot fold.
 */
export function over<T extends SubjectTypes>(
  subject: Subject<T>,
  types: readonly T['Event']['type'][],
  apply: (tx: Transaction, place: Place, events: Event<T>[]) => Promise<void>,
): Source {
  return {
    streamType: subject.name,
    feed: subject.feed,
    types,
    async apply(tx, place, lines) {
      const slice = createSlices();
      const events: Event<T>[] = [];
      for (const { streamId, sequence, text } of lines) {
        events.push({ streamId, sequence, event: readEvent(subject, text, []) });
        await slice();
      }
      await apply(tx, place, events);
    },
  };
}
export type Event<T extends SubjectTypes> = {
  streamId: string;
  sequence: number;
  event: T['Event'];
};

/** The process has desks and devices to answer: nothing of a projection holds it longer than this. */
const sliceMilliseconds = 8;

/** To be awaited between pieces of work that take microseconds; lets everybody else go first in time. */
export function createSlices(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < sliceMilliseconds) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}
