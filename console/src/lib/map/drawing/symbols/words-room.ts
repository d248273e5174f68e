// Which symbols say their words: no text lies over another, nor over a symbol behind which somebody may wait for help. Where there is
// no room for both, the one that matters less stands without; the list of positions says the same in words.
import { pixelsOf } from '../../objects/arrange.ts';
import { doOverlap, movedBy, type Room, type Taken } from '../room.ts';
import { lowestRankOfHelp, type MapSymbol } from './map-symbol.ts';

/** Of a letter and of a line, at the size that a browser has when nobody changed it; in the middle they are smaller. */
const letterPixels = { beside: 9, centred: 8 } as const;
const linePixels = { beside: 27, centred: 24 } as const;
const edgePixels = 14;

/**
 * The same symbols, those without room without words.
 * @param textScale 1.3 for who reads everything larger by a third.
 */
export function withRoom(
  symbols: readonly MapSymbol[],
  zoom: number,
  textScale: number,
): MapSymbol[] {
  const rooms = symbols.map((symbol) => at(symbol, symbol.room, zoom));
  const matters = (owner: number, { rank }: MapSymbol) =>
    symbols[owner]!.rank >= Math.min(rank, lowestRankOfHelp); // each room is that of a symbol
  const taken: Room[] = [];
  const silent = new Set<MapSymbol>();
  const byRank = symbols
    .map((symbol, index) => ({ symbol, index }))
    .filter(({ symbol }) => symbol.words !== '')
    .toSorted((one, other) => other.symbol.rank - one.symbol.rank);
  for (const { symbol, index } of byRank) {
    const room = at(symbol, wordsRoom(symbol, textScale), zoom);
    const isTaken =
      taken.some((other) => doOverlap(room, other)) ||
      rooms.some(
        (other, owner) => owner !== index && matters(owner, symbol) && doOverlap(room, other),
      );
    // The first is what is selected, where something is: nobody looks for its number in vain.
    if (isTaken && taken.length > 0) silent.add(symbol);
    else taken.push(room);
  }
  return symbols.map((symbol) => (silent.has(symbol) ? { ...symbol, words: '' } : symbol));
}

/** What a symbol takes, and its words. */
export const takenBy = (symbols: readonly MapSymbol[], textScale: number): Taken[] =>
  symbols.flatMap((symbol) => {
    const { latitude, longitude, room, words } = symbol;
    const rooms = words === '' ? [room] : [room, wordsRoom(symbol, textScale)];
    return rooms.map((each) => ({ latitude, longitude, room: each }));
  });

function wordsRoom({ words, wordsAt }: MapSymbol, textScale: number): Room {
  const { x, y, isCentred } = wordsAt;
  // In the middle they stand below each other, as narrow as they can be.
  const lines = isCentred ? words.split(' ') : [words];
  const how = isCentred ? 'centred' : 'beside';
  const width =
    Math.max(...lines.map(({ length }) => length)) * letterPixels[how] * textScale + edgePixels;
  const left = isCentred ? x - width / 2 : x;
  return {
    left,
    top: y,
    right: left + width,
    bottom: y + lines.length * linePixels[how] * textScale,
  };
}

function at(symbol: MapSymbol, room: Room, zoom: number): Room {
  const [x, y] = pixelsOf(symbol, zoom);
  return movedBy(room, x, y);
}
