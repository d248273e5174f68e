// Sound that is heard and not kept: an alarm whose centre keeps none, or none before it is claimed, or a test. It has the
// moments that the facts rest on, and on disk what any erased recording has: its description, and no key.
import type { Recording } from '@achterwacht/shared/listen-in/control.ts';
import { iso } from '../process/clock.ts';
import type { Logger } from '../process/logger.ts';
import { beginRecord, type Begin } from './begin-record.ts';
import type { OpenRecording } from './open-recording.ts';
import type { RecordingStore } from './store.ts';

type Options = { store: RecordingStore; log: Logger };

export function startUnkept(options: Options, begin: Begin): OpenRecording {
  const record = beginRecord(begin, { erased: true });
  return goOnUnkept(options, record, options.store.note(record));
}

/** One that ran before, kept or not, from here on without being kept. */
export function goOnUnkept(
  { store, log }: Options,
  record: Recording,
  ready: Promise<unknown> = Promise.resolve(),
): OpenRecording {
  const startedAt = Date.parse(record.startedAt);
  let lastAt = Date.parse(record.segments.at(-1)?.endedAt ?? record.startedAt);
  let chain: Promise<unknown> = ready.catch(fail);

  function fail(error: unknown): void {
    log.error({ error, recordingId: record.recordingId }, 'a recording can not be described');
  }

  async function save(): Promise<void> {
    chain = chain.then(() => store.save(record)).catch(fail);
    await chain;
  }

  return {
    record,
    startedAt,
    append: (at) => {
      lastAt = at;
    },
    tick: () => {},
    closeSegment: () => {},
    end: (endedAt) => {
      record.endedAt = iso(Math.ceil(Math.max(endedAt, lastAt)));
      return save();
    },
    assign: (alarmId) => {
      record.alarmId = alarmId;
      return save();
    },
    letGo: async () => {
      await chain;
    },
    unstored: () => [],
    lastAt: () => lastAt,
    follow: (follower) => {
      follower('ended');
      return () => false;
    },
    isFailing: () => false,
    settled: async () => {
      await chain;
    },
  };
}
