// Counts DUHs per address and minute. Apart from the server because it is arithmetic over a clock,
// and because TCP and UDP devices at one address share one count.

/** Addresses remembered at most; beyond it all counts start anew, which only means a few DUHs more. */
const rememberedAddresses = 10_000;
const minuteMilliseconds = 60_000;

export class DuhLimit {
  readonly #perMinute: number;
  readonly #sent = new Map<string, { minute: number; count: number }>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Whether one more DUH may go to `address`; counts it when so. */
  allows(address: string, now: Date): boolean {
    const minute = Math.floor(now.getTime() / minuteMilliseconds);
    const before = this.#sent.get(address);
    const count = before?.minute === minute ? before.count : 0;
    if (count >= this.#perMinute) return false;
    if (before === undefined && this.#sent.size >= rememberedAddresses) this.#sent.clear();
    this.#sent.set(address, { minute, count: count + 1 });
    return true;
  }
}
