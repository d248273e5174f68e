// Between an event and its stored text. The text is canonical JSON with the personal part sealed, and what was typed
// elsewhere in it (`sealedData`) as well; it is what the hash covers, so it is written once and never again.
import { createHash, type CipherKey } from 'node:crypto';
import { eventSchemaVersion, type AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { splitData } from '@achterwacht/shared/alarm/typed-fields.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { linkHash } from '@achterwacht/shared/evidence/chain.ts';
import type { FeedItem, UnreadableEvent } from '@achterwacht/shared/feed.ts';
import { iso } from '../db/iso.ts';
import * as sealing from '../sealing/seal.ts';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export type WrittenEvent = { event: AlarmEvent; text: string; previousHash: string; hash: string };

/** The event's text under the subject's key, linked to the one before it. What says nothing personal needs none. */
export function writeEvent(
  event: AlarmEvent,
  key: CipherKey | null,
  previousHash: string,
): WrittenEvent {
  const { personal, ...facts } = { personal: null, ...event };
  const { clear: data, typed } = splitData(event);
  if ((personal || typed) && !key) throw new Error('something personal without a key to seal it');
  const sealed = personal && key && sealing.seal(key, purposeOf(event), JSON.stringify(personal));
  const sealedData = typed && key && sealing.seal(key, dataPurposeOf(event), JSON.stringify(typed));
  const text = canonical({ ...facts, data, sealed, ...(sealedData && { sealedData }) });
  return { event, text, previousHash, hash: linkHash(sha256, previousHash, text) };
}

/**
 * The event again; its personal part is null when the key it was sealed under is gone, and a mark stands for what was
 * typed. One of a release before `sealedData` has that in clear, and stays as it is: its hash covers it.
 */
export function readEvent(text: string, key: CipherKey | null): AlarmEvent {
  const { sealed, sealedData, ...facts } = JSON.parse(text) as Stored;
  if (facts.schemaVersion > eventSchemaVersion)
    throw new Error(`event written by a newer release (schema ${facts.schemaVersion})`);
  const open = (purpose: string, part: string | null | undefined): unknown => {
    const opened = part && key && sealing.openIfPossible(key, purpose, part);
    return opened ? JSON.parse(opened) : null;
  };
  const typed = open(dataPurposeOf(facts), sealedData) as object | null;
  const data = typed ? { ...facts.data, ...typed } : facts.data;
  return { ...facts, data, personal: open(purposeOf(facts), sealed) } as AlarmEvent;
}

/** Null where it cannot be read: somebody had a hand in it, or a newer release wrote it. */
export function readEventIfPossible(text: string, key: CipherKey | null): AlarmEvent | null {
  try {
    return readEvent(text, key);
  } catch {
    return null;
  }
}

/** As a row of `events` has it. */
type Line = Omit<UnreadableEvent, 'type' | 'sequence'> & {
  sequence: number | string;
  text: string;
};

/** What cannot be read, or is not what stands beside it, is marked: whoever reads on sees that it was there. */
export function readLine(line: Line, key: CipherKey | null): FeedItem {
  const { alarmId, version, at } = line;
  const event = readEventIfPossible(line.text, key);
  const sequence = Number(line.sequence);
  return event?.alarmId === alarmId && event.version === version
    ? { ...event, sequence }
    : { type: 'Unreadable', sequence, alarmId, version, at: iso(at) };
}

type Stored = AlarmEvent & { sealed: string | null; sealedData?: string };

function purposeOf(event: { alarmId: string; version: number }): string {
  return `event/${event.alarmId}/${event.version}`;
}

const dataPurposeOf = (event: { alarmId: string; version: number }) => `${purposeOf(event)}/data`;
