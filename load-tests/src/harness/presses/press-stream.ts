// A stream of marked presses at one system: sent at fixed moments over open lines, answered or not.
// What both halves of a measurement need (when each was sent, when it was acknowledged) is kept here.
import { arrivalTimes, runArrivals } from './arrivals.ts';
import { Latencies, type Summary } from '../latencies.ts';
import { PressLines } from './press-lines.ts';
import { markedFrame, mostMarkers } from './press-marker.ts';

/** Enough that no press waits for a line at a hundred a second with answers of a tenth of a second. */
const lineCount = 50;
/**
 * Buttons of a stream: presses of different people, so that they don't queue for one alarm. The same
 * ones in every run, so that a demo measured often does not fill with open alarms.
 */
export const streamButtons = { count: 200, series: '57E4' };
/** A generator later than this at its 99th percentile has not kept the rate it claims. */
export const latestMilliseconds = 10;

export type SentPress = { index: number; sentAtMicroseconds: number };

export type StreamResult = {
  sent: SentPress[];
  /** From sending to the answer. */
  answers: Summary;
  unanswered: number;
  lateness: Summary;
};

export class PressStream {
  readonly #lines: PressLines;
  readonly #accounts: readonly string[];
  #count = 0;

  private constructor(lines: PressLines, accounts: readonly string[]) {
    this.#lines = lines;
    this.#accounts = accounts;
  }

  static async open(
    address: { host: string; port: number },
    accounts: readonly string[],
  ): Promise<PressStream> {
    return new PressStream(await PressLines.open(address, lineCount), accounts);
  }

  /** Sends for `seconds`, then waits until all is answered or `patienceSeconds` are over. */
  async run(
    ratePerSecond: number,
    seconds: number,
    seed: number,
    patienceSeconds = 10,
  ): Promise<StreamResult> {
    const latencies = new Latencies();
    const sent: SentPress[] = [];
    const lateness = await runArrivals(arrivalTimes(ratePerSecond, seconds, seed), () => {
      const index = this.#count % mostMarkers;
      const frame = markedFrame({
        account: this.#accounts[this.#count % this.#accounts.length] ?? '',
        sequence: (this.#count % 9999) + 1,
        index,
        time: new Date(),
      });
      this.#count += 1;
      const sentAtMicroseconds = this.#lines.send(frame, (microseconds) =>
        latencies.record(microseconds),
      );
      sent.push({ index, sentAtMicroseconds });
    });
    const until = performance.now() + patienceSeconds * 1000;
    while (this.#lines.waiting > 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return { sent, answers: latencies.summary(), unanswered: this.#lines.waiting, lateness };
  }

  close(): void {
    this.#lines.close();
  }
}
