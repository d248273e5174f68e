// The server's clock, drawn on this machine. Deadlines are the server's; this only says how far they
// are away. An offset is kept from pings: of the last ones the quickest wins, for it is the most
// precise. The wall clock runs on through sleep but can be set by hand; `performance.now()` cannot be
// set but may stand still in sleep. When the two drift apart the offset counts as unknown until pinged.

export type ClockReadings = { wall: () => number; steady: () => number };

type Sample = { roundTripMilliseconds: number; offsetMilliseconds: number };

const samplesKept = 8;
/** Before so many pings one lucky answer could be the only one. */
const samplesNeeded = 5;
const jumpMilliseconds = 500;

export class ServerTime {
  readonly #clocks: ClockReadings;
  #samples: Sample[] = [];
  /** The server's time at some reading of the steady clock. */
  #anchor: { server: number; steady: number } | null = null;
  #jumped = false;

  constructor(clocks: ClockReadings = { wall: Date.now, steady: () => performance.now() }) {
    this.#clocks = clocks;
  }

  /** One ping: what the wall clock said before and after it, and what the server said between. */
  add(sentAt: number, receivedAt: number, serverAt: number): void {
    const roundTripMilliseconds = receivedAt - sentAt;
    // The wall clock was set during the ping: it says nothing.
    if (roundTripMilliseconds < 0 || roundTripMilliseconds > 10_000) return;
    if (this.#jumped) this.#samples = [];
    this.#jumped = false;
    const offsetMilliseconds = serverAt - (sentAt + receivedAt) / 2;
    this.#samples = [...this.#samples, { roundTripMilliseconds, offsetMilliseconds }].slice(
      -samplesKept,
    );
    this.#anchor = {
      server: this.#clocks.wall() + this.offsetMilliseconds,
      steady: this.#clocks.steady(),
    };
  }

  /** A rough first value (the session's own answer), replaced by the first ping. */
  seed(serverAt: number): void {
    if (this.#samples.length === 0) this.#seedOffset = serverAt - this.#clocks.wall();
  }
  #seedOffset = 0;

  get offsetMilliseconds(): number {
    return this.#best?.offsetMilliseconds ?? this.#seedOffset;
  }

  get #best(): Sample | undefined {
    return this.#samples.reduce<Sample | undefined>(
      (best, sample) =>
        best && best.roundTripMilliseconds <= sample.roundTripMilliseconds ? best : sample,
      undefined,
    );
  }

  /** Milliseconds since the epoch by the server's clock. */
  now(): number {
    const wall = this.#clocks.wall() + this.offsetMilliseconds;
    if (this.#anchor) {
      const steady = this.#anchor.server + (this.#clocks.steady() - this.#anchor.steady);
      if (Math.abs(wall - steady) > jumpMilliseconds) this.#jumped = true;
    }
    return wall;
  }

  /** True once the machine's clock was set or slept: ping again before drawing a deadline. */
  get needsPing(): boolean {
    this.now();
    return this.#jumped;
  }

  /** How far `now()` may be off; null while nothing is known. */
  get uncertaintyMilliseconds(): number | null {
    if (this.#jumped || this.#samples.length < samplesNeeded) return null;
    return (this.#best?.roundTripMilliseconds ?? 0) / 2;
  }
}
