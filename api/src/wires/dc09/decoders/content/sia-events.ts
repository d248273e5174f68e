// Reads the data of a SIA-DCS frame: `Nri1/PA017`. A block letter (N new, O old), modifiers of two
// small letters with digits, then events of two capitals with an address, divided by slashes that
// some senders leave out. Free text stands between carets, behind an asterisk, or behind a capital A
// that ends the address. Read from left to right, one token at a time.
import type { ReadEvent } from './code-meaning.ts';
import { siaCodes } from './sia-codes.ts';
import { trimmed } from './trim.ts';

/** The events in `payload` (what stands behind `#account|`), in order; empty when none can be read. */
export function readSiaEvents(payload: string): ReadEvent[] {
  const events: ReadEvent[] = [];
  // Text before the first event (a partition's name among the modifiers) belongs to that event.
  let textBefore: string[] = [];
  let isOld = false;
  // After something unreadable only codes that we know count, so that rubbish does not become events.
  let isLost = false;
  let rest = payload;

  const addText = (text: string | undefined): void => {
    const words = trimmed(text ?? '', /['"\s]/);
    if (words === '') return;
    const last = events.at(-1);
    if (last === undefined) textBefore.push(words);
    else last.text = last.text === null ? words : `${last.text} ${words}`;
  };

  while (rest !== '') {
    const token = nextToken(rest, events.length > 0);
    rest = rest.slice(token.length);
    if (token.type === 'block') isOld = token.isOld;
    if (token.type === 'text') addText(token.text);
    if (token.type === 'divider') isLost &&= !token.isFirm;
    if (token.type === 'unreadable') {
      isLost = true;
      if (events.length > 0) addText(token.text);
    }
    if (token.type === 'event') {
      const meaning = siaCodes[token.code];
      if (isLost && meaning === undefined) continue;
      events.push({
        kind: meaning?.kind ?? 'unknown',
        ...(meaning?.restores && { restores: meaning.restores }),
        code: token.code,
        zone: token.zone === '' ? null : token.zone,
        text: textBefore.length === 0 ? null : textBefore.join(' '),
        isKnown: meaning !== undefined,
        isOld,
      });
      textBefore = [];
    }
  }
  return events;
}

type Token = { length: number } & (
  | { type: 'modifier' }
  | { type: 'divider'; isFirm: boolean }
  | { type: 'block'; isOld: boolean }
  | { type: 'text' | 'unreadable'; text: string | undefined }
  | { type: 'event'; code: string; zone: string }
);

const divider = /^[/|\s]+/;
const caretText = /^\^([^^]*)\^?/;
const starText = /^\*([^|]*)/;
const letterText = /^A([^|]*)/;
const modifier = /^[a-z]{2}(?:[0-9:.,-]+|(?=[A-Z/^|]|$))/;
/** N or O opens a block only before a modifier, a divider, text or a whole event: NA is a code. */
const block = /^([NO])(?=[a-z/^|]|[A-Z]{2}(?:[0-9]|[/^|*]|$)|$)/;
/** An address may be hex, but only when nothing follows it that would make its last letters text. */
const wholeEvent = /^([A-Z]{2})([0-9A-F]{0,4})(?=$|[/^|*\s])/;
const event = /^([A-Z]{2})(?:([0-9]{1,6})|(?![A-Za-z]))/;
const word = /^(?:[A-Za-z]+|.)/su;

function nextToken(rest: string, isAfterEvent: boolean): Token {
  const between = divider.exec(rest);
  if (between !== null) {
    return { type: 'divider', length: between[0].length, isFirm: /[/|]/.test(between[0]) };
  }

  const opened = block.exec(rest);
  if (opened !== null) return { type: 'block', length: 1, isOld: opened[1] === 'O' };

  const carets = caretText.exec(rest) ?? starText.exec(rest);
  if (carets !== null) return { type: 'text', length: carets[0].length, text: carets[1] };

  const setting = modifier.exec(rest);
  if (setting !== null) return { type: 'modifier', length: setting[0].length };

  const whole = wholeEvent.exec(rest);
  // Behind an event a capital A begins text, unless what follows is a code that we know (AR, AT).
  if (isAfterEvent && rest.startsWith('A') && siaCodes[whole?.[1] ?? ''] === undefined) {
    const text = letterText.exec(rest);
    if (text !== null) return { type: 'text', length: text[0].length, text: text[1] };
  }
  const read = whole ?? event.exec(rest);
  if (read !== null) {
    return { type: 'event', length: read[0].length, code: read[1] ?? '', zone: read[2] ?? '' };
  }
  const unread = word.exec(rest)?.[0] ?? rest;
  return { type: 'unreadable', length: unread.length, text: unread };
}
