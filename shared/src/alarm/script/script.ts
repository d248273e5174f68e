// What is read aloud to the control room, in eight fields that are ticked as they are read back. Dutch
// whatever the screen's language. Free text is cut so that the whole never takes longer than 45 seconds;
// the screen has the rest beside it.
import type { Situation } from '../situation/state.ts';
import type { HandoverClass } from '../handover/state.ts';
import type { ScriptField } from './fields.ts';
import type { VerificationBasis } from '../verification/state.ts';
import { aolText, type Aol } from '../../places/aol.ts';
import { approachWords, dangerText, historyText, type ReportedBefore } from './danger.ts';
import type { PossiblePlace } from '../../places/known-place.ts';
import { ageText, type LocationCard } from './location-card.ts';
import { policeClassText } from './police-class.ts';

export type ScriptFacts = {
  class: HandoverClass;
  isVerified: boolean;
  because: readonly VerificationBasis[];
  /** Null for a button that nobody is known to wear. */
  holder: { name: string; function: string } | null;
  /** Of somebody in no register: the name as it was told. */
  toldName: string | null;
  /** How to recognise. */
  description: string | null;
  /** The last verification note or what else was heard; null: nothing yet. */
  heard: string | null;
  card: LocationCard;
  situation: Situation;
  /** What the plan knows of earlier times. */
  before: readonly ReportedBefore[];
  /** Valid and for this place, or none. */
  aol: Aol | null;
  callBackPhone: string;
  alarmNumber: number;
};

export type Script = { fields: Record<ScriptField, string>; spokenSeconds: number };

/** Nobody at a control room listens longer. */
const mostSeconds = 45;

/** Most words of a field's free text. */
const mostWords = {
  who: 13,
  heard: 24,
  place: 11,
  town: 3,
  possible: 8,
  /** `kamer 1.12`: its digits are what somebody looks for. */
  floor: 4,
  municipality: 3,
  aol: 14,
};

const basisWords = {
  sound: 'geluid',
  'duress-word': 'dwangwoord',
  camera: 'camera',
  'several-buttons': 'tweede knop van een ander',
  'person-on-site': 'iemand ter plaatse',
} satisfies Record<VerificationBasis, string>;

export function scriptOf(facts: ScriptFacts): Script {
  const { situation, before } = facts;
  const withHistory = (history: string | null) => ({
    who: who(facts),
    where: whereText(facts.card),
    position: positionText(facts.card),
    basis: basis(facts),
    danger: [dangerText(situation), history].filter(Boolean).join(' '),
    approach: approach(situation, facts.aol),
    'call-back': `Terugbelnummer ${facts.callBackPhone}, alarm ${facts.alarmNumber}.`,
  });
  // What was heard gets the time that all else leaves, and history goes before its last words do.
  const histories = [historyText(before, situation), historyText(undated(before), situation), null];
  const others =
    histories.map(withHistory).find((texts) => roomBeside(texts) >= leastHeardWords) ??
    withHistory(null);
  const { who: first, ...rest } = others;
  const fields = {
    who: first,
    heard: heard(facts, roomBeside(others)),
    ...rest,
  } satisfies Record<ScriptField, string>;
  return { fields, spokenSeconds: spokenSecondsOf(Object.values(fields).join(' ')) };
}

/** Nine of what was heard, and the word before them; with fewer nobody understands it. */
const leastHeardWords = 10;

function roomBeside(texts: Record<string, string>): number {
  const all = Math.floor((mostSeconds / 60) * wordsPerMinute);
  return all - spokenWordsOf(Object.values(texts).join(' '));
}

const undated = (before: readonly ReportedBefore[]) =>
  before.map(({ what }) => ({ what, year: null }));

/** Beside the name of somebody in no register: it may be wrong. */
export const toldNameWords = 'naam zoals genoemd';

function who({ holder, toldName, description }: ScriptFacts): string {
  if (!holder && !toldName) return 'Onbekend om wie het gaat.';
  const name = holder ? `${holder.function} ${holder.name}` : `${toldName}, ${toldNameWords}`;
  const described = description ? `${name}, ${description}` : name;
  return ended(`Het gaat om ${cut(described, mostWords.who)}`);
}

/** Verified without a word of anybody's, as by a duress word, is not "nothing judged yet". */
function heard({ heard: words, isVerified, because }: ScriptFacts, room: number): string {
  const [strongest] = because;
  const ground = words ?? (isVerified && strongest ? basisWords[strongest] : null);
  if (!ground) return 'Gehoord: nog niets beoordeeld.';
  const most = Math.min(mostWords.heard, room - spokenWordsOf('Gehoord:'));
  return ended(`Gehoord: ${cut(ground, most)}`);
}

/** Also compared: a field that was read back and reads otherwise now is to be read again. */
export function whereText({ place, possibly, municipality }: LocationCard): string {
  if (!place && !possibly) return 'Adres onbekend.';
  const named = [
    place &&
      (place.basis === 'stated'
        ? cut(withoutPostcode(place.text), mostWords.place)
        : `${possibly ? 'bij' : 'in de buurt van'} ${cut(place.text, mostWords.town)}`),
    possibly && possible(possibly),
  ];
  const address = named.filter(Boolean).join(', ');
  const parts = [
    address,
    // Town and address say enough, and each word costs what was heard one.
    municipality && !possibly && !says(address, municipality)
      ? `gemeente ${cut(municipality, mostWords.municipality)}`
      : null,
  ];
  return ended(`Plaats: ${parts.filter(Boolean).join(', ')}`);
}

/** The address before the distance: whoever writes along needs it first. */
function possible({ label, address, floor, metres }: PossiblePlace): string {
  const named = withoutPostcode(`${label}, ${address}`);
  const parts = [
    `mogelijk ${cut(named, mostWords.possible)}`,
    floor && !says(named, floor) ? cut(floor, mostWords.floor) : null,
    metres > 0 ? `${metres} meter verderop` : null,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Six characters that nobody needs beside street and town; the location card has them. */
const withoutPostcode = (address: string) => address.replace(/\b\d{4} ?[A-Z]{2}\b ?/, '');

const says = (text: string, words: string) => text.toLowerCase().includes(words.toLowerCase());

export function positionText({ ageSeconds, direction, ...fix }: LocationCard): string {
  if (ageSeconds === null) return 'Geen positie van de knop.';
  const moving = direction ? `, beweegt naar ${direction}` : '';
  return `Positie ${ageText(ageSeconds)}, ${worth(fix)}${moving}.`;
}

/** How exact it is says nothing where anybody may have said it. */
function worth({
  isUnbelieved,
  accuracyMetres,
  isAccuracyAssumed,
}: Pick<LocationCard, 'isUnbelieved' | 'accuracyMetres' | 'isAccuracyAssumed'>): string {
  if (isUnbelieved) return 'niet geverifieerd';
  if (accuracyMetres === null) return 'nauwkeurigheid onbekend';
  // The button stated none: a number that is ours is not told as measured.
  if (isAccuracyAssumed) return `nauwkeurigheid geschat op ${Math.round(accuracyMetres)} meter`;
  return accuracyMetres < 1_000
    ? `nauwkeurig tot ${Math.round(accuracyMetres)} meter`
    : `nauwkeurig tot ${Math.ceil(accuracyMetres / 1_000)} kilometer`;
}

function basis({ class: policeClass, isVerified, because }: ScriptFacts): string {
  const asked = policeClassText(policeClass, isVerified);
  if (!isVerified) return `${asked}.`;
  // The strongest is said; the rest costs seconds.
  const [strongest] = because;
  return `${asked}${strongest ? ` door ${basisWords[strongest]}` : ''}.`;
}

function approach(situation: Situation, aol: Aol | null): string {
  const advice = approachWords(situation);
  return aol ? `${advice} ${cut(aolText(aol), mostWords.aol)}` : advice;
}

/** At most so many words, said as cut where they were. */
function cut(text: string, most: number): string {
  const words = text.trim().split(/\s+/);
  let spoken = 0;
  const beyond = words.findIndex((word) => (spoken += spokenWords(word)) > most);
  const kept = words.slice(0, beyond < 0 ? words.length : beyond).join(' ');
  // What follows brings a mark of its own.
  const clean = kept.replace(/[.,;:]+$/, '');
  return beyond < 0 ? clean : `${clean}…`;
}

/** Where words were cut off their own mark ends it. */
const ended = (sentence: string) => (sentence.endsWith('…') ? sentence : `${sentence}.`);

/** Of somebody who speaks clearly over a telephone; conversation is quicker. */
const wordsPerMinute = 160;

/** How long a text takes aloud; digits count one by one, as they are said. */
export function spokenSecondsOf(text: string): number {
  return (spokenWordsOf(text) / wordsPerMinute) * 60;
}

function spokenWordsOf(text: string): number {
  const words = text.split(/\s+/).filter(Boolean);
  return words.reduce((sum, word) => sum + spokenWords(word), 0);
}

function spokenWords(word: string): number {
  const digits = word.match(/\d/g)?.length ?? 0;
  return digits + (/\p{L}/u.test(word) ? 1 : 0);
}
