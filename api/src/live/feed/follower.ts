// Keeps one process in step with every centre's feed. News comes from our own commits and from the
// bus, in any order; it goes on in order, without a hole or a double. A hole waits ten milliseconds
// for the news that is on its way and then asks Postgres; without any news Postgres is asked anyway,
// so a lost bus makes things late, never wrong.
import { mostEvents, type Canary } from '@achterwacht/shared/feed.ts';
import type { PlacedItem } from '@achterwacht/shared/feed-view.ts';
import { tryAll } from '../../jobs/set-aside.ts';
import type { EventSource, FeedHead } from './event-source.ts';

/** Two commits of one moment overtake each other by less than this. */
const holeMilliseconds = 10;

/**
 * News kept of one centre while a hole before it is read; Postgres has it all. For as long as the reading fails, nothing
 * else would end what comes after the hole.
 */
const mostEarly = 10 * mostEvents;

export type Listener = {
  events(centreId: string, events: PlacedItem[]): void;
  canary(centreId: string, beat: Canary): void;
};

type Centre = {
  last: number;
  beatAt: string;
  /** News ahead of a hole, by sequence. */
  early: Map<number, PlacedItem>;
  timer: NodeJS.Timeout | null;
  reading: Promise<void> | null;
};

export type Follower = ReturnType<typeof createFollower>;

export function createFollower(
  source: EventSource,
  listener: Listener,
  onError: (error: unknown) => void,
) {
  const centres = new Map<string, Centre>();
  let stopped = false;

  function centreOf(centreId: string, startAt: number): Centre {
    const known = centres.get(centreId);
    if (known) return known;
    const fresh: Centre = {
      last: startAt,
      beatAt: '',
      early: new Map(),
      timer: null,
      reading: null,
    };
    centres.set(centreId, fresh);
    return fresh;
  }

  function accept(centreId: string, events: PlacedItem[]): void {
    const first = events[0];
    if (stopped || !first) return;
    const centre = centreOf(centreId, first.sequence - 1);
    if (first.sequence === centre.last + 1 && centre.early.size === 0) {
      pass(centreId, centre, events);
      return;
    }
    for (const event of events)
      if (event.sequence > centre.last && centre.early.size < mostEarly)
        centre.early.set(event.sequence, event);
    drain(centreId, centre);
    if (centre.early.size > 0) centre.timer ??= setTimeout(() => fill(centreId), holeMilliseconds);
  }

  function drain(centreId: string, centre: Centre): void {
    const ready: PlacedItem[] = [];
    for (let next = centre.last + 1; centre.early.has(next); next += 1) {
      ready.push(centre.early.get(next)!);
      centre.early.delete(next);
    }
    if (ready.length > 0) pass(centreId, centre, ready);
  }

  function pass(centreId: string, centre: Centre, events: PlacedItem[]): void {
    centre.last = events.at(-1)!.sequence;
    listener.events(centreId, events);
  }

  function fill(centreId: string): void {
    const centre = centres.get(centreId);
    if (!centre) return;
    centre.timer = null;
    if (centre.early.size > 0) read(centreId).catch(onError);
  }

  /** Reads what is missing from Postgres; one reading at a time per centre. */
  function read(centreId: string): Promise<void> {
    const centre = centreOf(centreId, 0);
    centre.reading ??= readOn(centreId, centre).finally(() => {
      centre.reading = null;
    });
    return centre.reading;
  }

  async function readOn(centreId: string, centre: Centre): Promise<void> {
    for (;;) {
      const found = await source.after(centreId, centre.last, mostEvents);
      if (stopped) return;
      // The bus may have been quicker for some of them.
      const fresh = found.filter((event) => event.sequence > centre.last);
      if (fresh.length > 0) pass(centreId, centre, fresh);
      for (const sequence of centre.early.keys())
        if (sequence <= centre.last) centre.early.delete(sequence);
      drain(centreId, centre);
      if (found.length < mostEvents) return;
    }
  }

  async function beat(centreId: string, { at, sequence }: Canary): Promise<void> {
    const centre = centreOf(centreId, sequence);
    if (at <= centre.beatAt) return;
    centre.beatAt = at;
    if (sequence > centre.last) await read(centreId);
    listener.canary(centreId, { at, sequence: centre.last });
  }

  async function bring({ centreId, lastSequence, beatAt }: FeedHead): Promise<void> {
    const centre = centreOf(centreId, lastSequence);
    if (lastSequence > centre.last) await read(centreId);
    if (beatAt) await beat(centreId, { at: beatAt, sequence: lastSequence });
  }

  return {
    accept,
    beat,
    /** The last sequence this process has passed on; a desk joins when it has read as far. */
    lastOf: (centreId: string) => centres.get(centreId)?.last ?? 0,
    /** Asks Postgres where every feed stands; the answer to a silent or absent bus. */
    async ask(): Promise<void> {
      // One centre whose log cannot be read keeps no other's desks from their news.
      await tryAll(await source.heads(), bring);
    },
    stop(): void {
      stopped = true;
      for (const centre of centres.values()) if (centre.timer) clearTimeout(centre.timer);
    },
  };
}
