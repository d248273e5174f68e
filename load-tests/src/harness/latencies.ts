// Latencies of one round in an HDR histogram, to three digits. Values go in as measured: no correction
// for omission, because arrivals are open-loop and nothing is omitted.
import { build, type Histogram } from 'hdr-histogram-js';

export type Summary = {
  count: number;
  p50Milliseconds: number;
  p99Milliseconds: number;
  maxMilliseconds: number;
};

export class Latencies {
  readonly #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    // A minute; anything longer counts as lost long before.
    highestTrackableValue: 60_000_000,
    numberOfSignificantValueDigits: 3,
  });

  record(microseconds: number): void {
    this.#histogram.recordValue(Math.min(Math.max(1, Math.round(microseconds)), 60_000_000));
  }

  /** Of nothing every percentile is NaN, which no check passes. */
  summary(): Summary {
    const count = this.#histogram.totalCount;
    const milliseconds = (percentile: number): number =>
      count === 0 ? Number.NaN : this.#histogram.getValueAtPercentile(percentile) / 1000;
    return {
      count,
      p50Milliseconds: milliseconds(50),
      p99Milliseconds: milliseconds(99),
      maxMilliseconds: milliseconds(100),
    };
  }
}
