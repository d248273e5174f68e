// Plane geometry for the map's outline: clipping to a box and leaving out points nobody can see.

/** Longitude, latitude. */
export type Point = [number, number];
export type Box = { west: number; south: number; east: number; north: number };

/** Sutherland–Hodgman, one edge of the box after the other. */
export function clipToBox(ring: Point[], box: Box): Point[] {
  const edges: [axis: 0 | 1, limit: number, keepsAbove: boolean][] = [
    [0, box.west, true],
    [0, box.east, false],
    [1, box.south, true],
    [1, box.north, false],
  ];
  return edges.reduce((points, [axis, limit, above]) => clip(points, axis, limit, above), ring);
}

function clip(ring: Point[], axis: 0 | 1, limit: number, above: boolean): Point[] {
  const inside = (point: Point) => (above ? point[axis] >= limit : point[axis] <= limit);
  const result: Point[] = [];
  ring.forEach((point, index) => {
    const previous = ring[(index + ring.length - 1) % ring.length]!;
    if (inside(point) !== inside(previous)) result.push(crossing(previous, point, axis, limit));
    if (inside(point)) result.push(point);
  });
  return result;
}

function crossing(from: Point, to: Point, axis: 0 | 1, limit: number): Point {
  const part = (limit - from[axis]) / (to[axis] - from[axis]);
  return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
}

/** Square degrees, without sign. */
export function roughArea(ring: Point[]): number {
  let twice = 0;
  ring.forEach((point, index) => {
    const next = ring[(index + 1) % ring.length]!;
    twice += point[0] * next[1] - next[0] * point[1];
  });
  return Math.abs(twice / 2);
}

/** Douglas–Peucker without recursion; `tolerance` in degrees of latitude. */
export function simplify(ring: Point[], tolerance: number): Point[] {
  const kept = new Set([0, ring.length - 1]);
  const stretches: [number, number][] = [[0, ring.length - 1]];
  // A closed ring starts and ends in one point, so its first stretch is cut at the farthest one.
  for (let stretch = stretches.pop(); stretch; stretch = stretches.pop()) {
    const [first, last] = stretch;
    let farthest = -1;
    let distance = tolerance;
    for (let index = first + 1; index < last; index += 1) {
      const off = distanceToLine(ring[index]!, ring[first]!, ring[last]!);
      if (off > distance) {
        distance = off;
        farthest = index;
      }
    }
    if (farthest < 0) continue;
    kept.add(farthest);
    stretches.push([first, farthest], [farthest, last]);
  }
  return ring.filter((_point, index) => kept.has(index));
}

/** A line that crosses itself closes a loop, which a simplified one does where it was narrow: the smaller side of each is left out. */
export function withoutLoops(ring: Point[]): Point[] {
  for (let from = 0; from < ring.length; from += 1) {
    const [start, end] = [ring[from]!, ring[(from + 1) % ring.length]!];
    for (let to = from + 2; to < ring.length; to += 1) {
      const meeting = meetingOf(start, end, ring[to]!, ring[(to + 1) % ring.length]!);
      if (!meeting) continue;
      const loop = ring.slice(from + 1, to + 1);
      const rest = [...ring.slice(0, from + 1), meeting, ...ring.slice(to + 1)];
      return withoutLoops(loop.length < rest.length ? rest : [meeting, ...loop]);
    }
  }
  return ring;
}

/** Where two stretches cross; null where they do not, or only touch. */
function meetingOf(from: Point, to: Point, otherFrom: Point, otherTo: Point): Point | null {
  const side = (a: Point, b: Point, c: Point) =>
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  const [before, after] = [side(otherFrom, otherTo, from), side(otherFrom, otherTo, to)];
  const isCrossed = before * after < 0 && side(from, to, otherFrom) * side(from, to, otherTo) < 0;
  if (!isCrossed) return null;
  const part = before / (before - after);
  return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
}

function distanceToLine(point: Point, from: Point, to: Point): number {
  // A degree of longitude is about 0.61 of one of latitude here.
  const flat = ([longitude, latitude]: Point): Point => [longitude * 0.61, latitude];
  const [x, y] = flat(point);
  const [x1, y1] = flat(from);
  const [x2, y2] = flat(to);
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const along = length === 0 ? 0 : ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length;
  const part = Math.min(1, Math.max(0, along));
  return Math.hypot(x - (x1 + part * (x2 - x1)), y - (y1 + part * (y2 - y1)));
}
