// Where somebody is who listens back, and when he is back at what happens now. Moments are milliseconds
// by the server's clock, for the recording's are too.

export const catchUpRate = 1.5;

/** As near as this the recording has nothing that the live line does not have. */
const caughtUpMilliseconds = 600;
/** Out of data this near to now, waiting for more would only fall behind again. */
const stalledMilliseconds = 4_000;

/** How far what is heard now lies behind what happens now. */
export const behindMilliseconds = (heardAt: number, now: number) => Math.max(0, now - heardAt);

export function hasCaughtUp(heardAt: number, now: number, isStalled: boolean): boolean {
  const behind = behindMilliseconds(heardAt, now);
  return behind <= caughtUpMilliseconds || (isStalled && behind <= stalledMilliseconds);
}

/** How long it takes until then; it gains only half a second a second. */
export const untilCaughtUpMilliseconds = (heardAt: number, now: number) =>
  behindMilliseconds(heardAt, now) / (catchUpRate - 1);

/** So many seconds back from what is heard, but never before there was anything. */
export const rewound = (heardAt: number, seconds: number, startedAt: number) =>
  Math.max(startedAt, heardAt - seconds * 1000);

/** A marker is where somebody pressed; what made him press came before. */
export const markerLeadSeconds = 5;
