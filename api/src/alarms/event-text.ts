// Between an event and its stored text. The text is canonical JSON with the personal part sealed; it
// is what the hash covers, so it is written once and never again.
import { createHash, type CipherKey } from 'node:crypto';
import { eventSchemaVersion, type AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { linkHash } from '@achterwacht/shared/evidence/chain.ts';
import * as sealing from '../sealing/seal.ts';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export type WrittenEvent = { event: AlarmEvent; text: string; previousHash: string; hash: string };

/** The event's text under the subject's key, linked to the one before it. */
export function writeEvent(event: AlarmEvent, key: CipherKey, previousHash: string): WrittenEvent {
  const { personal, ...facts } = { personal: null, ...event };
  const sealed = personal && sealing.seal(key, purposeOf(event), JSON.stringify(personal));
  const text = canonical({ ...facts, sealed });
  return { event, text, previousHash, hash: linkHash(sha256, previousHash, text) };
}

/** The event again; its personal part is null when the key it was sealed under is gone. */
export function readEvent(text: string, key: CipherKey | null): AlarmEvent {
  const { sealed, ...facts } = JSON.parse(text) as AlarmEvent & { sealed: string | null };
  if (facts.schemaVersion > eventSchemaVersion)
    throw new Error(`event written by a newer release (schema ${facts.schemaVersion})`);
  const opened = sealed && key && sealing.openIfPossible(key, purposeOf(facts), sealed);
  const personal: unknown = opened ? JSON.parse(opened) : null;
  return { ...facts, personal } as AlarmEvent;
}

function purposeOf(event: { alarmId: string; version: number }): string {
  return `event/${event.alarmId}/${event.version}`;
}
