// The one clock of a measurement: the machine's monotonic clock, which all processes on it share, so
// that a moment taken in the generator and one taken in a console's process can be subtracted.

/** Microseconds since some moment before this machine's start. */
export function nowMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
