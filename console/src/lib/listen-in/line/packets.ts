// What a browser counts of a stream that comes in.

export type Packets = {
  received: number;
  lost: number;
  /** How long sound waits here before it is played, on average since the start. */
  bufferedSeconds: number;
};

/** Null while the browser knows of no stream yet. */
export function packetsIn(report: RTCStatsReport): Packets | null {
  for (const entry of report.values() as IterableIterator<Record<string, unknown>>) {
    if (entry.type !== 'inbound-rtp') continue;
    const number = (name: string) => (typeof entry[name] === 'number' ? entry[name] : 0);
    const emitted = number('jitterBufferEmittedCount');
    return {
      received: number('packetsReceived'),
      lost: number('packetsLost'),
      bufferedSeconds: emitted > 0 ? number('jitterBufferDelay') / emitted : 0,
    };
  }
  return null;
}
