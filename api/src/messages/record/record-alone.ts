// A message on disk by itself, over connections that nothing else may use: whatever hangs, what comes in is
// kept. Where not even that succeeds no press is heard, and nobody may believe that all is well.
import type { Database } from '../../db/connect.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { recordMessage, type Message } from './record-message.ts';

/** The next message that is kept ends it; where none comes nobody knows any more, after this. */
const rememberedMilliseconds = 30_000;

export type RecordAlone = ReturnType<typeof createRecordAlone>;

export function createRecordAlone(database: Database, keys: KeyRing) {
  let failedAt: Date | null = null;
  return {
    /** Rejects where it is not durable. */
    async record(message: Message): Promise<void> {
      try {
        await recordMessage(database.sql, keys, message);
        failedAt = null;
      } catch (error) {
        failedAt = message.receivedAt;
        throw error;
      }
    },
    /** The last message could not be kept, a moment ago. */
    isFailing: (now: Date) =>
      failedAt !== null && now.getTime() - failedAt.getTime() < rememberedMilliseconds,
  };
}
