// How often somebody spoke another protocol to us: counted by sender, protocol and hour, and told as one message of it,
// because a scan has a thousand lines and nobody wants to read more of it than that it was one.
import { senderOf } from '@achterwacht/shared/net/sender-of.ts';

export type Foreign = {
  /** Of its row: the count is written there again when it is higher. */
  id: string;
  centreId: string;
  protocol: string;
  remoteAddress: string;
  firstAt: Date;
  /** How it began. */
  opening: Uint8Array;
  count: number;
};

type Counting = Foreign & { hour: number; toldAt: number; toldCount: number };

const hourMilliseconds = 3_600_000;
/** The first is told at once, what follows together. */
const tellMilliseconds = 10_000;
/** Senders of an hour; of further ones it is said only that something was counted. */
const mostInHour = 500;

export class ForeignCounts {
  readonly #newId: () => string;
  readonly #counting = new Map<string, Counting>();

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** Whether it is counted here. */
  add(
    protocol: string,
    {
      centreId,
      remoteAddress,
      receivedAt,
      opening,
    }: { centreId: string; remoteAddress: string; receivedAt: Date; opening: Uint8Array },
  ): boolean {
    const hour = Math.floor(receivedAt.getTime() / hourMilliseconds);
    const whose = `${senderOf(remoteAddress)} ${protocol} ${hour}`;
    const before = this.#counting.get(whose);
    if (before) before.count += 1;
    else if (this.#counting.size >= mostInHour) return false;
    else
      this.#counting.set(whose, {
        id: this.#newId(),
        ...{ centreId, protocol, remoteAddress, opening, firstAt: receivedAt, count: 1 },
        ...{ hour, toldAt: -Infinity, toldCount: 0 },
      });
    return true;
  }

  /** What is to be told now. `everything`: before a stop. */
  take(now: Date, everything = false): Foreign[] {
    const due: Foreign[] = [];
    const hour = Math.floor(now.getTime() / hourMilliseconds);
    for (const [whose, one] of this.#counting) {
      const isOver = one.hour !== hour;
      const isNews = one.count > one.toldCount;
      const isDue = everything || isOver || now.getTime() - one.toldAt >= tellMilliseconds;
      if (isNews && isDue) due.push({ ...one });
      if (isOver && (!isNews || isDue)) this.#counting.delete(whose);
      if (isNews && isDue) [one.toldAt, one.toldCount] = [now.getTime(), one.count];
    }
    return due;
  }

  /** It could not be told: it is again with the next. */
  putBack({ id }: Foreign): void {
    for (const one of this.#counting.values()) if (one.id === id) one.toldCount = 0;
  }
}
