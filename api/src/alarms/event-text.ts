// An alarm's events as they are read back: one by one, or as lines of its log and of the feed, in which what cannot be
// read is marked.
import type { CipherKey } from 'node:crypto';
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import type { FeedItem, UnreadableEvent } from '@achterwacht/shared/feed.ts';
import { alarmSubject } from '@achterwacht/shared/subjects/alarm.ts';
import { iso } from '../db/iso.ts';
import * as log from '../log/event-text.ts';

/** Its personal part is null when none of the keys opens it. @throws where it cannot be read. */
export function readEvent(text: string, keys: readonly CipherKey[]): AlarmEvent {
  return log.readEvent(alarmSubject, text, keys);
}

/** Null where it cannot be read: somebody had a hand in it, or a newer release wrote it. */
export function readEventIfPossible(text: string, keys: readonly CipherKey[]): AlarmEvent | null {
  return log.readEventIfPossible(alarmSubject, text, keys);
}

/** As a row of the log has it. */
type Line = Omit<UnreadableEvent, 'type' | 'sequence'> & {
  sequence: number | string;
  text: string;
};

/** What cannot be read, or is not what stands beside it, is marked: whoever reads on sees that it was there. */
export function readLine(line: Line, keys: readonly CipherKey[]): FeedItem {
  const { alarmId, version, at } = line;
  const event = readEventIfPossible(line.text, keys);
  const sequence = Number(line.sequence);
  return event?.alarmId === alarmId && event.version === version
    ? { ...event, sequence }
    : { type: 'Unreadable', sequence, alarmId, version, at: iso(at) };
}
