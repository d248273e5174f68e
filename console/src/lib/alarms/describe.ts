// How an alarm is named: the same words on the card, in the workspace, on the map, in the tab's title
// and for a screen reader. Nothing here is ever blank: what is not known is said.
import { isMissedPress } from '@achterwacht/shared/alarm/joining.ts';
import { isWaiting } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { wgsText } from '@achterwacht/shared/geo/coordinates.ts';
import type { PossiblePlace } from '@achterwacht/shared/places/known-place.ts';
import type { Position } from '@achterwacht/shared/signals.ts';
import { m } from '../paraglide/messages.js';
import { clockTime, dayText, shortTime } from '../time/format.ts';
import { kindWords, priorityWords, signalWords } from '../words.ts';

/** What it is about: a fault that may have been a press is no fault to whoever reads it. */
export const kindOf = (alarm: Alarm) =>
  isMissedPress(alarm) ? m.kind_missed_press() : kindWords[alarm.kind]();

/** Shown as a test. A drill is not: it must look real until it is claimed. */
export function isTest(alarm: Alarm): boolean {
  return alarm.kind === 'test' || alarm.mode === 'test' || alarm.mode === 'synthetic';
}

export type Shape = 'urgent' | 'high' | 'low' | 'system' | 'test';

export function shapeOf(alarm: Alarm): Shape {
  if (isTest(alarm)) return 'test';
  if (isMissedPress(alarm)) return alarm.priority;
  return alarm.kind === 'fault' || alarm.kind === 'system' ? 'system' : alarm.priority;
}

/** SPOED, HOOG, LAAG, STORING, TEST; a drill says so only once somebody has it. */
export function wordOf(alarm: Alarm): string {
  if (isTest(alarm)) return m.word_test();
  if (alarm.kind === 'fault' && !isMissedPress(alarm)) return m.word_fault();
  if (alarm.kind === 'system') return m.word_system();
  return priorityWords[alarm.priority]();
}

export const isShownAsDrill = (alarm: Alarm) => alarm.mode === 'exercise' && !isWaiting(alarm);

/** Before the account of a button that no register has; the words beside it say so already. */
const unknownMark = /^onbekend-/;

export type Who = { name: string; detail: string; warning: string | null };

export function whoOf(alarm: Alarm): Who {
  const holder = alarm.personal?.holder;
  const serial = alarm.button.serial;
  if (alarm.erased && !holder)
    return {
      name: m.button_named({ serial }),
      detail: erasedText(alarm.erased),
      // One that an older database has open again: nobody knows any more who needs help.
      warning: alarm.closed ? null : m.holder_unknown_warning(),
    };
  if (alarm.kind === 'system' && !holder)
    return { name: m.who_product(), detail: kindWords.system(), warning: null };
  if (holder)
    return {
      name: holder.name,
      detail: holder.function,
      warning: holder.returned ? m.holder_returned() : null,
    };
  const { toldName } = alarm.personal ?? {};
  if (toldName)
    return {
      name: toldName,
      detail: m.holder_told(),
      warning: m.holder_told_warning(),
    };
  if (alarm.button.absent)
    return {
      name: m.holder_without_button(),
      detail: m.holder_erased(),
      warning: null,
    };
  if (!alarm.button.known)
    return {
      name: m.button_unknown({ serial: serial.replace(unknownMark, '') }),
      detail: resemblanceOf(alarm) ?? m.holder_unknown(),
      warning: m.button_unknown_warning(),
    };
  return {
    name: m.button_named({ serial }),
    detail: alarm.personal === null ? m.holder_erased() : m.holder_unknown(),
    warning: m.holder_unknown_warning(),
  };
}

/** In the place of what is not there any more: since when, and why. */
function erasedText({ at, why }: NonNullable<Alarm['erased']>): string {
  const words = {
    retention: m.content_erased_retention(),
    request: m.content_erased_request(),
  } satisfies Record<typeof why, string>;
  return m.content_erased({ day: dayText(at), time: shortTime(at), why: words[why] });
}

/** A hint, and said as one: it is the account that is alike. */
function resemblanceOf({ personal }: Alarm): string | null {
  const like = personal?.resembles;
  if (!like) return null;
  const { account, serial, holder } = like;
  return holder === null
    ? m.button_resembles({ account, serial })
    : m.button_resembles_worn({ account, serial, holder });
}

/** Never empty: no place and no position is said in words. */
export function placeOf(alarm: Alarm): string {
  const place = alarm.personal?.place;
  if (place?.basis === 'stated') return withWholePostcode(place.text);
  if (place) {
    const near = m.place_nearest({ place: place.text.replace(/^nabij\s+/i, '') });
    return place.possibly ? `${near}, ${possibleText(place.possibly)}` : near;
  }
  if (alarm.personal?.position) return m.place_coordinates_only();
  return alarm.erased ? m.place_erased() : m.place_unknown();
}

/** The known place that a fix covers, as a possibility; a floor that its address has is said once. */
export function possibleText({ label, address, floor, metres }: PossiblePlace): string {
  const named = `${label}, ${withWholePostcode(address)}`;
  const isNamed = !floor || named.toLowerCase().includes(floor.toLowerCase());
  const place = isNamed ? named : `${named}, ${floor}`;
  return metres === 0 ? m.place_possibly_here({ place }) : m.place_possibly({ place, metres });
}

/** A postcode broken over two lines is read wrong aloud. */
const withWholePostcode = (text: string) => text.replace(/\b(\d{4}) ([A-Z]{2})\b/g, '$1\u00a0$2');

/** Whether the place says the town already, so that it need not stand there twice. */
export function namesTown(alarm: Alarm, town: string): boolean {
  const words = placeOf(alarm)
    .toLowerCase()
    .split(/[\s,]+/);
  return town
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

/** What somebody says who is not believed, in one line; null where nobody did. */
export function hearsayOf({ hearsay, personal }: Alarm): string | null {
  const heard = personal?.hearsay;
  const at = hearsay?.lastAt ?? heard?.position.receivedAt;
  if (at === undefined) return null;
  const signal = signalWords[hearsay?.kind ?? 'position']();
  const fix = heard?.position.fix;
  const what = [
    hearsay && hearsay.presses > 1 ? `${signal} ×${hearsay.presses}` : signal,
    heard?.place?.text,
    fix && wgsText(fix.latitude, fix.longitude),
  ];
  return m.hearsay({ at: clockTime(at), what: what.filter(Boolean).join(' · ') });
}

/** How exact a position is; what no device stated is marked as assumed. */
export function accuracyText(fix: Pick<Position, 'accuracyMetres' | 'accuracyAssumed'>): string {
  if (fix.accuracyMetres === null) return m.accuracy_unknown();
  const metres = Math.round(fix.accuracyMetres);
  return fix.accuracyAssumed ? m.accuracy_assumed({ metres }) : m.accuracy({ metres });
}

/** One sentence for a screen reader and the tab. */
export function sentenceOf(alarm: Alarm): string {
  return [wordOf(alarm), whoOf(alarm).name, alarm.municipality?.name ?? placeOf(alarm)]
    .filter(Boolean)
    .join(', ');
}
