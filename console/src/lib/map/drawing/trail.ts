// Where somebody went in the last ten minutes: the way between measured fixes, its minutes, and where he stayed.
import { metresBetween } from '@achterwacht/shared/geo/distance.ts';
import { ageText, shortTime } from '../../time/format.ts';

export const trailMilliseconds = 600_000;
/** Who moves less than this between fixes has not moved: within it a good receiver wanders by itself. */
const stopMetres = 20;
const stopMilliseconds = 60_000;

export type TrailPoint = { latitude: number; longitude: number; at: number };
export type Trail = {
  /** Consecutive fixes; `age` runs from 0, now, to 1, ten minutes ago. */
  steps: { from: TrailPoint; to: TrailPoint; age: number }[];
  /** The first fix of each minute, by the clock, and where somebody stayed and for how long. */
  labels: { point: TrailPoint; text: string; stop: boolean }[];
};

/** @param measured in the order of their moments (trail-points.ts). */
export function trailOf(measured: readonly TrailPoint[], now: number): Trail {
  const points = measured.filter(({ at }) => at <= now && now - at < trailMilliseconds);
  const runs = runsOf(points);
  const stops = stopsOf(runs);
  const stopped = new Set(stops.flatMap(({ points: some }) => some));
  return {
    steps: points.slice(1).map((to, index) => ({
      from: points[index]!,
      to,
      age: (now - to.at) / trailMilliseconds,
    })),
    labels: [
      // Who has not moved left no way to date, and the symbol stands where the times would.
      ...minutesOf(points)
        .filter((point) => runs.length > 1 && !stopped.has(point))
        .map((point) => ({ point, text: shortTime(point.at), stop: false })),
      ...stops.map(({ points: some, milliseconds }) => ({
        point: some[0]!,
        text: `${shortTime(some[0]!.at)} · ${ageText(milliseconds)}`,
        stop: true,
      })),
    ],
  };
}

const minutesOf = (points: readonly TrailPoint[]) =>
  points.filter(
    (point, index) => index === 0 || minuteOf(point.at) !== minuteOf(points[index - 1]!.at),
  );
const minuteOf = (at: number) => Math.floor(at / 60_000);

type Stop = { points: TrailPoint[]; milliseconds: number };

/** Fixes that follow each other and lie around the first of them. */
function runsOf(points: readonly TrailPoint[]): TrailPoint[][] {
  const runs: TrailPoint[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    const first = run?.[0];
    const near =
      first &&
      metresBetween(first.latitude, first.longitude, point.latitude, point.longitude) < stopMetres;
    if (near) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** The last run is no stop yet, the symbol itself stands there. */
function stopsOf(runs: readonly TrailPoint[][]): Stop[] {
  return runs
    .slice(0, -1)
    .map((run) => ({ points: run, milliseconds: run.at(-1)!.at - run[0]!.at }))
    .filter(({ milliseconds }) => milliseconds >= stopMilliseconds);
}
