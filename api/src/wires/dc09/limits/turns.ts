// Whose frame is read next. Reading one takes the whole program: a tenth of a millisecond as devices write them, some
// milliseconds where somebody made it for that. So in each turn of the event loop one sender has a few read, over all
// its connections and datagrams, and all senders together not many more; the others come in the next turns, one sender
// after another, and in between whatever else waits is done.
import type { Dc09Limits } from './dc09-limits.ts';

type Limits = Pick<Dc09Limits, 'readATurn' | 'readATurnOfSender'>;

/** Bytes that cost about as much as a whole frame of usual length does. */
const usualBytes = 256;

/** What reading so many bytes as one frame counts. */
export function readingCost(bytes: number): number {
  return 1 + Math.floor(bytes / usualBytes);
}

type Waiting = { cost: number; go: () => void };

export class Turns {
  readonly #limits: Limits;
  #read = 0;
  readonly #readOf = new Map<string, number>();
  /** Senders in the order of their next turn, each with its frames in order. */
  readonly #waiting = new Map<string, Waiting[]>();
  #isNextTurnAsked = false;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Resolves when a frame of so many bytes may be read; null: now. */
  wait(sender: string, bytes: number): Promise<void> | null {
    this.#askForNextTurn();
    const cost = readingCost(bytes);
    const before = this.#waiting.get(sender);
    if (!before && this.#isRoomFor(sender)) {
      this.#count(sender, cost);
      return null;
    }
    return new Promise((go) => {
      if (before) before.push({ cost, go });
      else this.#waiting.set(sender, [{ cost, go }]);
    });
  }

  /** One that is dear goes when anything is left: it would never fit otherwise. */
  #isRoomFor(sender: string): boolean {
    const { readATurn, readATurnOfSender } = this.#limits;
    return this.#read < readATurn && (this.#readOf.get(sender) ?? 0) < readATurnOfSender;
  }

  #count(sender: string, cost: number): void {
    this.#read += cost;
    this.#readOf.set(sender, (this.#readOf.get(sender) ?? 0) + cost);
  }

  #askForNextTurn(): void {
    if (this.#isNextTurnAsked) return;
    this.#isNextTurnAsked = true;
    setImmediate(() => {
      this.#isNextTurnAsked = false;
      this.#read = 0;
      this.#readOf.clear();
      this.#letGo();
    });
  }

  #letGo(): void {
    // As they stand now: who is not through comes behind them all, and not again in this turn.
    for (const [sender, frames] of [...this.#waiting]) {
      if (this.#read >= this.#limits.readATurn) break;
      this.#waiting.delete(sender);
      let next = 0;
      for (; next < frames.length && this.#isRoomFor(sender); next += 1) {
        this.#count(sender, frames[next]!.cost);
        frames[next]!.go();
      }
      if (next < frames.length) this.#waiting.set(sender, frames.slice(next));
    }
    if (this.#waiting.size > 0) this.#askForNextTurn();
  }
}
