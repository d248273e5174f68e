// A position or a cluster as what a map draws of it, part by part, and what of it is another than before: an alarm whose age counts
// on has another text and nothing else, and one that nobody moved has nothing.
import type { Shape } from '../../../alarms/describe.ts';
import { byPriority, type Cluster } from '../../objects/arrange.ts';
import { clusterHtml, markerHtml } from '../marker-html.ts';
import type { MapPosition } from '../map-position.ts';
import type { Room } from '../room.ts';

type Circle = { metres: number; className: string };

export type MapSymbol = {
  id: string;
  latitude: number;
  longitude: number;
  /** Null for a cluster, which has no place of its own. */
  circle: Circle | null;
  /** Its picture, without the words beside it. */
  look: string;
  words: string;
  /** What hides what: the higher stands on top, and keeps its words where there is no room for both. */
  rank: number;
  room: Room;
  /** Where its words begin, or around what they stand. */
  wordsAt: { x: number; y: number; isCentred: boolean };
  /** The picture with words. */
  html: (words: string) => string;
};

const rankOf = (shape: Shape) => byPriority.length - byPriority.indexOf(shape);
/** Below it nobody waits for help. */
export const lowestRankOfHelp = rankOf('low');
const rankOfSelected = byPriority.length + 1;
/** As `desk-map.css` puts them. */
const beside = (y: number) => ({ x: 16, y, isCentred: false });

export type Change = {
  symbol: MapSymbol;
  place: boolean;
  circle: boolean;
  look: boolean;
  words: boolean;
  height: boolean;
};

export const positionSymbol = (position: MapPosition): MapSymbol => ({
  id: position.id,
  latitude: position.latitude,
  longitude: position.longitude,
  circle: {
    metres: position.accuracyMetres ?? 0,
    className: `accuracy ${position.shape} ${position.freshness}`,
  },
  look: markerHtml({ ...position, label: '' }),
  words: position.label,
  rank: position.selected ? rankOfSelected : rankOf(position.shape),
  ...(position.approximate
    ? { room: { left: -12, top: -12, right: 12, bottom: 12 }, wordsAt: beside(-12) }
    : {
        room: { left: -12, top: -40, right: 12, bottom: 9 },
        wordsAt: beside(-40 - position.stack * 28),
      }),
  html: (words) => markerHtml({ ...position, label: words }),
});

/** @param words How many of them nobody has; empty where there are none. */
export const clusterSymbol = (cluster: Cluster, words: string): MapSymbol => ({
  id: cluster.id,
  latitude: cluster.latitude,
  longitude: cluster.longitude,
  circle: null,
  look: clusterHtml(cluster.shape, cluster.count, ''),
  words,
  rank: rankOf(cluster.shape),
  room: { left: -22, top: -22, right: 22, bottom: 22 },
  wordsAt: { x: 0, y: 24, isCentred: true },
  html: (label) => clusterHtml(cluster.shape, cluster.count, label),
});

/** What is to be done to what is drawn, so that it is what is wanted. */
export function changesOf(drawn: ReadonlyMap<string, MapSymbol>, wanted: readonly MapSymbol[]) {
  const ids = new Set(wanted.map(({ id }) => id));
  const come: MapSymbol[] = [];
  const changed: Change[] = [];
  for (const symbol of wanted) {
    const before = drawn.get(symbol.id);
    if (!before) come.push(symbol);
    else {
      const change = changeOf(before, symbol);
      if (change) changed.push(change);
    }
  }
  return { gone: [...drawn.keys()].filter((id) => !ids.has(id)), come, changed };
}

function changeOf(before: MapSymbol, symbol: MapSymbol): Change | null {
  const place = before.latitude !== symbol.latitude || before.longitude !== symbol.longitude;
  const circle =
    before.circle?.metres !== symbol.circle?.metres ||
    before.circle?.className !== symbol.circle?.className;
  const look = before.look !== symbol.look;
  const words = before.words !== symbol.words;
  const height = before.rank !== symbol.rank;
  return place || circle || look || words || height
    ? { symbol, place, circle, look, words, height }
    : null;
}
