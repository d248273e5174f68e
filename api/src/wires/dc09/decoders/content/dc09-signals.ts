// From what a DC-09 frame holds to what it says: events with the frame's position, time and text, and
// every doubt about them as a warning. Doubt never removes a signal.
import {
  duressKinds,
  type DecodedSignal,
  type SignalWarning,
} from '@achterwacht/shared/signals.ts';
import type { ReadEvent } from './code-meaning.ts';
import { contactIdCodes } from './contact-id-codes.ts';
import { readContactIdEvents } from './contact-id-events.ts';
import type { BodyContent } from './dc09-body.ts';
import { printable, type ExtendedData } from './dc09-extended-data.ts';
import { judgeTime } from '../frame/dc09-time.ts';
import { siaCodes } from './sia-codes.ts';
import { readSiaEvents } from './sia-events.ts';

type Surroundings = { extended: ExtendedData; frameTime: Date | null; now: Date };

/** `decodedSignal` in shared allows no longer text. */
const longestText = 1024;

/** The signals of a frame, in the order it names them; empty when it names none. */
export function signalsOf(
  id: string | null,
  content: BodyContent,
  { extended, frameTime, now }: Surroundings,
): DecodedSignal[] {
  const happenedAt = extended.occurredAt ?? frameTime;
  const shared = [...extended.warnings, ...timeWarnings(happenedAt, content, now)];
  const signal = (event: ReadEvent): DecodedSignal => ({
    kind: event.kind,
    ...(event.restores && { restores: event.restores }),
    code: event.code,
    zone: event.zone,
    deviceTime: happenedAt?.toISOString() ?? null,
    position: extended.position,
    batteryPercent: null,
    text: textOf(event, extended),
    warnings: unique([
      ...(event.isKnown ? [] : ['unknown-code' as const]),
      ...(event.isOld ? ['time-old' as const] : []),
      ...shared,
      ...(needsPosition(event) && extended.position === null ? ['no-position' as const] : []),
    ]),
  });
  const events = eventsOf(id, content.payload);
  if (events.length > 0) return events.map(signal);
  // A frame without an event that says where it is, is a position report.
  if (extended.position === null || content.payload.trim() !== '') return [];
  const report: ReadEvent = {
    kind: 'position',
    code: '',
    zone: null,
    text: null,
    isKnown: true,
    isOld: false,
  };
  return [{ ...signal(report), code: null }];
}

function textOf(event: ReadEvent, extended: ExtendedData): string | null {
  const text = [event.text, extended.text].filter(Boolean).join(' · ');
  // A character of two halves that is cut in the middle could not be stored.
  return printable(text).slice(0, longestText).toWellFormed() || null;
}

/**
 * Senders exist that put the one's data under the other's name, or write small letters, so all are
 * tried until one finds an event that we know.
 */
function eventsOf(id: string | null, payload: string): ReadEvent[] {
  const readers =
    id === 'ADM-CID'
      ? [readContactIdEvents, readSiaEvents, readSmallLetters]
      : [readSiaEvents, readContactIdEvents, readSmallLetters];
  let best: ReadEvent[] = [];
  for (const read of readers) {
    const events = read(payload);
    if (events.some((event) => event.isKnown)) return events;
    if (best.length === 0) best = events;
  }
  return best;
}

/** In capitals the modifiers look like events too, so only known codes count. */
function readSmallLetters(payload: string): ReadEvent[] {
  return readSiaEvents(payload.toUpperCase()).filter((event) => event.isKnown);
}

function needsPosition(event: ReadEvent): boolean {
  return duressKinds.has(event.kind) || event.kind === 'medical';
}

/**
 * A frame without a time is ordinary and gets no warning; one with a time that is none does. The
 * limits are those of encrypted frames, which are refused outside them.
 */
function timeWarnings(time: Date | null, content: BodyContent, now: Date): SignalWarning[] {
  if (time === null) return content.time === null ? [] : ['time-missing'];
  const judgement = judgeTime(time, now);
  if (judgement === 'inside') return [];
  return [judgement === 'ahead' ? 'time-future' : 'time-old'];
}

const duressSiaCodes = codesOfDuress(siaCodes).join('|');
const duressContactIdCodes = codesOfDuress(contactIdCodes).join('|');
/** A code must have an address, or a divider in front, so that capitals in free text don't count. */
const siaDuress = new RegExp(
  `(?:(?<code>${duressSiaCodes})(?<zone>\\d{1,4})|[/|](?<bare>${duressSiaCodes})(?=[\\]/|^]|$))`,
);
const contactIdDuress = new RegExp(
  `(?<![0-9A-F])[0-24-9](?<code>${duressContactIdCodes})(?:[\\s/]+[0-9A-F]{2}\\b|[0-9A-F]{5}\\b)`,
);

/** Calls for help that still stand in the text of a frame too broken to read; at most one. */
export function salvageSignals(text: string): DecodedSignal[] {
  // A port scanner's request for /PA017 has none of a frame's punctuation.
  if (!/["#|[\]]/.test(text)) return [];
  const found = (siaDuress.exec(text) ?? contactIdDuress.exec(text))?.groups;
  const code = found?.['code'] ?? found?.['bare'];
  if (code === undefined) return [];
  const kind = (siaCodes[code] ?? contactIdCodes[code])?.kind ?? 'unknown';
  return [
    {
      kind,
      code,
      zone: found?.['zone'] ?? null,
      deviceTime: null,
      position: null,
      batteryPercent: null,
      text: null,
      warnings: ['no-position'],
    },
  ];
}

function codesOfDuress(codes: typeof siaCodes): string[] {
  return Object.keys(codes).filter((code) => duressKinds.has(codes[code]?.kind ?? 'unknown'));
}

function unique(warnings: SignalWarning[]): SignalWarning[] {
  return [...new Set(warnings)];
}
