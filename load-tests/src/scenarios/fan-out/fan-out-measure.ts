// One system with its audience: a stream of presses in, the last console's moment out. Shared by the
// scenarios that ask how long a press takes to reach every desk.
import { addTo, Audience, type AudienceOptions } from '../../harness/consoles/audience.ts';
import { noDisorders } from '../../harness/consoles/consoles-protocol.ts';
import { Latencies, type Summary } from '../../harness/latencies.ts';
import { latestMilliseconds, PressStream } from '../../harness/presses/press-stream.ts';
import { atMost, exactly, type Check } from '../../harness/result.ts';
import type { System } from '../../harness/rounds.ts';

/** A press that is not on every desk after this has been lost, as far as a measurement goes. */
const patienceSeconds = 20;

export class FanOut {
  readonly #name: string;
  readonly #stream: PressStream;
  readonly #audience: Audience;
  /** Over all rounds: presses that some console missed or saw twice; and feeds that broke. */
  missing = 0;
  repeated = 0;
  readonly disorders = { ...noDisorders };
  latestMilliseconds = 0;

  private constructor(name: string, stream: PressStream, audience: Audience) {
    this.#name = name;
    this.#stream = stream;
    this.#audience = audience;
  }

  static async open(
    name: string,
    devices: { host: string; port: number },
    audience: AudienceOptions,
    accounts: readonly string[],
  ): Promise<FanOut> {
    const consoles = await Audience.open(audience);
    return new FanOut(name, await PressStream.open(devices, accounts), consoles);
  }

  /** Connections, prepared statements and compiled code before anything counts. */
  async warmUp(): Promise<void> {
    await this.#measure(20, 1, 0);
  }

  system(ratePerSecond: number, seconds: number): System {
    return { name: this.#name, measure: (seed) => this.#measure(ratePerSecond, seconds, seed) };
  }

  async close(): Promise<void> {
    this.#stream.close();
    await this.#audience.close();
  }

  async #measure(ratePerSecond: number, seconds: number, seed: number): Promise<Summary> {
    const { sent, lateness } = await this.#stream.run(ratePerSecond, seconds, seed);
    const { presses, disorders } = await this.#audience.seenAll(sent.length, patienceSeconds);
    const latencies = new Latencies();
    for (const { index, sentAtMicroseconds } of sent) {
      const seen = presses.get(index);
      if (seen === undefined || seen.sockets < this.#audience.size) this.missing += 1;
      else {
        if (seen.sockets > this.#audience.size) this.repeated += 1;
        latencies.record(seen.lastAtMicroseconds - sentAtMicroseconds);
      }
    }
    addTo(this.disorders, disorders);
    this.latestMilliseconds = Math.max(this.latestMilliseconds, lateness.p99Milliseconds);
    return latencies.summary();
  }
}

/** What makes the figures worth anything: nothing missing, nothing twice, the generator on time. */
export function fanOutChecks(name: string, fanOuts: readonly FanOut[]): Check[] {
  const total = (count: (fanOut: FanOut) => number): number =>
    fanOuts.reduce((sum, fanOut) => sum + count(fanOut), 0);
  const latest = Math.max(...fanOuts.map((fanOut) => fanOut.latestMilliseconds));
  return [
    exactly(
      `${name}: presses missing on a console`,
      total((fanOut) => fanOut.missing),
      0,
    ),
    exactly(
      `${name}: presses twice on a console`,
      total((fanOut) => fanOut.repeated),
      0,
    ),
    exactly(
      `${name}: holes in a feed`,
      total((fanOut) => fanOut.disorders.holes),
      0,
    ),
    exactly(
      `${name}: repeats in a feed`,
      total((fanOut) => fanOut.disorders.repeats),
      0,
    ),
    exactly(
      `${name}: consoles cut off`,
      total(({ disorders }) => disorders.goodbyes + disorders.closed),
      0,
    ),
    atMost(`${name}: generator late, p99`, latest, latestMilliseconds, 'ms'),
  ];
}
