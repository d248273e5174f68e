// How the media-server is doing, as far as it says so.
import type { MediaHealth } from '@achterwacht/shared/listen-in/control.ts';
import { inTime } from './in-time.ts';

/** Null where sound cannot be had: everything else runs. */
export type Media = {
  health: () => Promise<MediaHealth>;
  hasCome: () => boolean;
  isAwaited: () => boolean;
} | null;

/** A worker that is gone is replaced in a second; none at all, or none of it kept, is not ready. */
export async function readSound(media: Media): Promise<{ state: string; workers: number | null }> {
  if (!media) return { state: 'absent', workers: null };
  if (media.isAwaited()) return { state: 'awaited', workers: null };
  try {
    const { workers, recording } = await inTime(media.health());
    const alive = workers.filter((worker) => worker.alive).length;
    if (alive === 0) return { state: 'no-worker', workers: alive };
    if (!media.hasCome()) return { state: 'starting', workers: alive };
    return { state: recording === 'ok' ? 'ok' : 'not-recording', workers: alive };
  } catch {
    return { state: 'down', workers: null };
  }
}
