// What is known of a recording in the moment it begins, kept or not.
import { randomUUID } from 'node:crypto';
import type { Recording } from '@achterwacht/shared/listen-in/control.ts';
import type { SoundCodec } from '@achterwacht/shared/listen-in/sound.ts';
import { iso } from '../process/clock.ts';

/** `startedAt` in milliseconds since 1970. `alarmId` is null of a call whose alarm is not known yet. */
export type Begin = {
  deviceId: string;
  alarmId: string | null;
  codec: SoundCodec;
  startedAt: number;
};

export function beginRecord(
  { startedAt, ...begin }: Begin,
  { erased }: { erased: boolean },
): Recording {
  return {
    recordingId: randomUUID(),
    ...begin,
    startedAt: iso(startedAt),
    endedAt: null,
    segments: [],
    erased,
  };
}
