// Reads the extended fields of a DC-09 frame: `[X004E53.7101]`, one letter and a value each. What
// can't be read becomes a warning; no field, however broken, costs the signal it came with.
import type { Position, SignalWarning } from '@achterwacht/shared/signals.ts';
import { readTime } from '../frame/dc09-time.ts';

export type ExtendedData = {
  position: Position | null;
  /** When it happened, by field H; null when absent or unreadable. */
  occurredAt: Date | null;
  /** What the sender wrote for people: text (I), location, site, building and room (L, S, O, R). */
  text: string | null;
  /** Field V. Kept apart from the text: it comes from a device and nobody should follow it blindly. */
  verificationUrl: string | null;
  warnings: SignalWarning[];
};

/** Without control characters: no database column or screen must stumble over a press. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim();
}

const placeLetters = ['I', 'L', 'S', 'O', 'R'] as const;

/** `fields` are without brackets, first letter included. The first of equal letters counts. */
export function readExtendedData(fields: readonly string[]): ExtendedData {
  const values = new Map<string, string>();
  for (const field of fields) {
    const letter = field.trim().charAt(0).toUpperCase();
    const value = printable(field.trim().slice(1));
    if (letter !== '' && !values.has(letter)) values.set(letter, value);
  }
  const warnings: SignalWarning[] = [];
  const position = readPosition(values.get('X'), values.get('Y'), values.get('Z'), warnings);
  const occurred = values.get('H');
  const occurredAt = occurred === undefined ? null : readTime(occurred.replace(/^_/, ''));
  if (occurred !== undefined && occurredAt === null) warnings.push('time-missing');
  return {
    position,
    occurredAt,
    text:
      placeLetters
        .map((letter) => values.get(letter))
        .filter(Boolean)
        .join(' · ') || null,
    verificationUrl: values.get('V') ?? null,
    warnings,
  };
}

/** A coordinate as written: which way it runs is the word of its hemisphere letter, if it has one. */
type Coordinate = { degrees: number; runs: 'north-south' | 'east-west' | 'unstated' };

/**
 * The Netherlands with a margin of tens of kilometres. A position outside it whose mirror image lies
 * inside was written in the wrong order: the mirror of this box is sea off Somalia. Elsewhere nothing but
 * the letters of the hemispheres says so: a latitude that cannot be is none, and no longitude.
 */
const home = { south: 50.5, north: 53.8, west: 3, east: 7.5 };

function readPosition(
  x: string | undefined,
  y: string | undefined,
  z: string | undefined,
  warnings: SignalWarning[],
): Position | null {
  if (x === undefined && y === undefined) return null;
  const written = { x: readCoordinate(x), y: readCoordinate(y) };
  if (written.x === null || written.y === null) {
    warnings.push('position-impossible');
    return null;
  }
  const isSwapped = looksSwapped(written.x, written.y);
  const [longitude, latitude] = isSwapped
    ? [written.y.degrees, written.x.degrees]
    : [written.x.degrees, written.y.degrees];
  // Exactly 0, 0 is what a receiver without a fix sends; nobody carries a button there.
  const isNowhere = latitude === 0 && longitude === 0;
  if (isNowhere || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
    warnings.push('position-impossible');
    return null;
  }
  if (isSwapped) warnings.push('position-swapped');
  return {
    latitude,
    longitude,
    accuracyMetres: null,
    altitudeMetres: readAltitude(z),
    speedMetresPerSecond: null,
    headingDegrees: null,
    // The frame's time is that of the event; how old the fix was, DC-09 cannot say.
    fixAt: null,
    source: 'reported',
  };
}

function looksSwapped(x: Coordinate, y: Coordinate): boolean {
  if (x.runs === 'north-south' && y.runs !== 'north-south') return true;
  if (y.runs === 'east-west' && x.runs !== 'east-west') return true;
  const isHome = (latitude: number, longitude: number): boolean =>
    latitude > home.south &&
    latitude < home.north &&
    longitude > home.west &&
    longitude < home.east;
  return !isHome(y.degrees, x.degrees) && isHome(x.degrees, y.degrees);
}

/** Degrees, hemisphere, decimal minutes: `004E53.7101` is 4.895168. A comma may be the decimal mark. */
const degreesAndMinutes = /^(\d{1,3})([NESW])(\d{1,2}(?:[.,]\d*)?)$/i;
/** Seen from senders that never read the rule: signed decimal degrees. */
const decimalDegrees = /^([+-]?\d{1,3}[.,]\d+)([NESW]?)$/i;

function readCoordinate(value: string | undefined): Coordinate | null {
  if (value === undefined) return null;
  const standard = degreesAndMinutes.exec(value);
  if (standard !== null) {
    const minutes = Number(standard[3]?.replace(',', '.'));
    if (minutes >= 60) return null;
    return coordinate(Number(standard[1]) + minutes / 60, standard[2] ?? '');
  }
  const decimal = decimalDegrees.exec(value);
  if (decimal === null) return null;
  return coordinate(Number(decimal[1]?.replace(',', '.')), decimal[2] ?? '');
}

function coordinate(degrees: number, hemisphere: string): Coordinate {
  const letter = hemisphere.toUpperCase();
  const isNegative = letter === 'S' || letter === 'W';
  return {
    // Six decimals are 11 centimetres; the wire states 18.
    degrees: Math.round((isNegative ? -degrees : degrees) * 1e6) / 1e6,
    runs:
      letter === '' ? 'unstated' : letter === 'N' || letter === 'S' ? 'north-south' : 'east-west',
  };
}

/**
 * Metres, with or without the unit; null when absent or unreadable. Nobody is a hundred kilometres up, and of four
 * hundred digits there is no number.
 */
function readAltitude(value: string | undefined): number | null {
  const match = /^([+-]?\d{1,5}(?:[.,]\d+)?)\s*M?$/i.exec(value ?? '');
  return match === null ? null : Number(match[1]?.replace(',', '.'));
}
