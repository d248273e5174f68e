// Which datagrams are taken. UDP has no connection that could wait, so what is too much is dropped, and its
// sender sends it again; of that one sender, however loud, and not of the others.
import { senderOf } from '@achterwacht/shared/net/sender-of.ts';
import type { Dc09Limits } from './dc09-limits.ts';
import { readingCost } from './turns.ts';

type Limits = Pick<
  Dc09Limits,
  'datagramsInHand' | 'datagramsInHandPerSender' | 'datagramsPerSecondPerSender'
>;

/** Senders whose frames are counted within a second; whoever made up that many would not be held by more. */
const rememberedSenders = 10_000;

export class DatagramLimit {
  readonly #limits: Limits;
  #inHand = 0;
  readonly #inHandOf = new Map<string, number>();
  #second = 0;
  readonly #thisSecondOf = new Map<string, number>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Takes one more of `address` in hand; gives how to lay it down again, or null where it is dropped. */
  take(address: string, now: Date): (() => void) | null {
    const sender = senderOf(address);
    const inHand = this.#inHandOf.get(sender) ?? 0;
    if (this.#readOf(sender, now) >= this.#limits.datagramsPerSecondPerSender) return null;
    if (inHand >= this.#mostInHand()) return null;
    this.#inHand += 1;
    this.#inHandOf.set(sender, inHand + 1);
    return () => this.#layDown(sender);
  }

  /** Whether a frame of so many bytes may be read, of a datagram that was taken: it may hold two thousand. */
  mayRead(address: string, bytes: number, now: Date): boolean {
    const sender = senderOf(address);
    const read = this.#readOf(sender, now);
    if (read >= this.#limits.datagramsPerSecondPerSender) return false;
    this.#thisSecondOf.set(sender, read + readingCost(bytes));
    return true;
  }

  /** The fuller it is, the fewer one sender may have: the last places are for those who have none. */
  #mostInHand(): number {
    const { datagramsInHand: inAll, datagramsInHandPerSender: ofOne } = this.#limits;
    if (this.#inHand >= inAll) return 0;
    if (this.#inHand >= inAll * 0.9) return 1;
    return this.#inHand >= inAll / 2 ? Math.ceil(ofOne / 10) : ofOne;
  }

  #readOf(sender: string, now: Date): number {
    const second = Math.floor(now.getTime() / 1_000);
    if (second !== this.#second || this.#thisSecondOf.size > rememberedSenders)
      this.#thisSecondOf.clear();
    this.#second = second;
    return this.#thisSecondOf.get(sender) ?? 0;
  }

  #layDown(sender: string): void {
    this.#inHand -= 1;
    const left = (this.#inHandOf.get(sender) ?? 1) - 1;
    if (left === 0) this.#inHandOf.delete(sender);
    else this.#inHandOf.set(sender, left);
  }
}
