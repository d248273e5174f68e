// From what somebody typed to what he asks for. Pure, and never by guess: a word that is none of ours is given back with
// the one that it may have been meant for, and what misses something says what.
import { distance } from './distance.ts';
import { fold, type CommandId, type HarmlessOutcome, type Vocabulary } from './commands.ts';

/** When something that is parked comes back: so many minutes from now, or at `14:30`. */
type Until = { minutes: number } | { clock: string };

export type Order =
  /** Null: the one that is chosen. */
  | { id: 'claim'; number: number | null }
  | { id: 'take-over' | 'finish' | 'handover'; number: number | null }
  | { id: 'go'; number: number }
  | { id: 'note'; text: string }
  /** A place in the list from 1 on, a name, or the holder. */
  | { id: 'call'; who: { place: number } | { name: string } | 'holder' }
  | { id: 'harmless'; outcome: HarmlessOutcome | null }
  | { id: 'give'; name: string }
  | { id: 'park'; number: number | null; until: Until; reason: string }
  | { id: 'search'; text: string }
  /** May say nothing of what. */
  | { id: 'timer'; minutes: number; text: string }
  | { id: 'marker'; label: string | null };

export type Missing =
  | 'number'
  | 'text'
  | 'contact'
  | 'outcome'
  | 'name'
  | 'time'
  | 'reason'
  /** Something follows that belongs to nothing. */
  | 'too-much';

export type Parsed =
  | { status: 'empty' }
  | { status: 'unknown'; word: string; meant: string | null }
  | { status: 'incomplete'; id: CommandId; missing: Missing }
  | { status: 'order'; order: Order };

export function parse(typed: string, words: Vocabulary): Parsed {
  const line = typed.trim();
  if (line === '') return { status: 'empty' };
  const { word, rest } = firstWord(line);
  const id = commandOf(word, words);
  if (id === null) return { status: 'unknown', word, meant: meantBy(word, words) };
  const read = readers[id](rest, words);
  return typeof read === 'string'
    ? { status: 'incomplete', id, missing: read }
    : { status: 'order', order: read };
}

export function firstWord(line: string): { word: string; rest: string } {
  const [, word = '', rest = ''] = /^(\S*)\s*(.*)$/su.exec(line.trimStart()) ?? [];
  return { word, rest: rest.trim() };
}

export function commandOf(word: string, { commands }: Vocabulary): CommandId | null {
  const folded = fold(word);
  const [id = null] = [...commands].find(([, known]) => known.includes(folded)) ?? [];
  return id;
}

/** A letter more, less, another or two that changed places; of a long word two of those. */
function meantBy(word: string, { commands }: Vocabulary): string | null {
  const folded = fold(word);
  const allowed = folded.length > 4 ? 2 : 1;
  const [nearest] = [...commands.values()]
    .flat()
    // Of a word of one letter every other letter would be as near.
    .filter((known) => known.length > 1)
    .map((known) => ({ known, far: distance(folded, known) }))
    .filter(({ far }) => far <= allowed)
    .sort((one, other) => one.far - other.far);
  return nearest?.known ?? null;
}

type Reader = (rest: string, words: Vocabulary) => Order | Missing;

const readers: Record<CommandId, Reader> = {
  claim: ofOne('claim'),
  'take-over': ofOne('take-over'),
  finish: ofOne('finish'),
  handover: ofOne('handover'),
  go: (rest) => {
    const number = numberOf(rest);
    return number === null ? 'number' : { id: 'go', number };
  },
  note: (text) => (text === '' ? 'text' : { id: 'note', text }),
  call: (rest, { holder }) => {
    if (rest === '') return 'contact';
    if (fold(rest) === holder) return { id: 'call', who: 'holder' };
    const place = numberOf(rest);
    return { id: 'call', who: place === null ? { name: rest } : { place } };
  },
  harmless: (rest, { harmless }) => {
    if (rest === '') return { id: 'harmless', outcome: null };
    const named = Object.entries(harmless).find(([, word]) => word === fold(rest));
    if (!named) return 'outcome';
    return { id: 'harmless', outcome: named[0] as HarmlessOutcome }; // a key of the table
  },
  give: (name) => (name === '' ? 'name' : { id: 'give', name }),
  park: readPark,
  search: (rest, { kinds }) => {
    const { word, rest: after } = firstWord(rest);
    const text = kinds.includes(fold(word)) ? after : rest;
    return text === '' ? 'text' : { id: 'search', text };
  },
  timer: readTimer,
  marker: (label) => ({ id: 'marker', label: label === '' ? null : label }),
};

function ofOne(id: 'claim' | 'take-over' | 'finish' | 'handover'): Reader {
  return (rest) => {
    if (rest === '') return { id, number: null };
    const number = numberOf(rest);
    if (number !== null) return { id, number };
    return numberOf(firstWord(rest).word) === null ? 'number' : 'too-much';
  };
}

function readPark(rest: string): Order | Missing {
  const first = firstWord(rest);
  const number = numberOf(first.word);
  const read = readUntil(number === null ? rest : first.rest);
  if (!read) return 'time';
  const { until, reason } = read;
  return reason === '' ? 'reason' : { id: 'park', number, until, reason };
}

/** `12 partner terugbellen`: minutes, if nothing else is said. */
function readTimer(rest: string): Order | Missing {
  const [, digits, after = ''] = /^(\d{1,3})(?:\s+(.*))?$/su.exec(rest) ?? [];
  const long = readLong(rest);
  const minutes = long?.minutes ?? Number(digits ?? 0);
  return minutes === 0 ? 'time' : { id: 'timer', minutes, text: long?.after ?? after };
}

/** `30m`, `30 min`, `2u`, `1h`, `14:30`, `tot 14:30`. */
function readUntil(text: string): { until: Until; reason: string } | null {
  const long = readLong(text);
  if (long) {
    const { minutes, after: reason } = long;
    return minutes === 0 ? null : { until: { minutes }, reason };
  }
  const clock = /^(?:(?:tot|until)\s+)?(\d{1,2}:\d{2})(?:\s+(.*))?$/isu.exec(text);
  return clock ? { until: { clock: clock[1]! }, reason: clock[2] ?? '' } : null; // it matched
}

/** `30m`, `30 min`, `2u`, and what follows. */
function readLong(text: string): { minutes: number; after: string } | null {
  const long = /^(\d{1,3})\s?(m|min|minuten|minutes|u|uur|h|hours?)(?:\s+(.*))?$/isu.exec(text);
  if (!long) return null;
  const [, amount, unit = '', after = ''] = long;
  return { minutes: Number(amount) * (unit.toLowerCase().startsWith('m') ? 1 : 60), after };
}

/** `1042` or `#1042`. */
function numberOf(text: string): number | null {
  const [, digits] = /^#?(\d{1,9})$/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
}
