// Reads the media-server's journal for as long as the process lives. Of several api processes one reads
// at a time (an advisory lock held by a connection of its own); should two ever believe that they do, the
// cursor still lets each fact through once.
import type { SoundFact } from '@achterwacht/shared/listen-in/facts.ts';
import type { Database } from '../../db/connect.ts';
import type { MediaControl } from '../media-control.ts';
import type { SoundFacts } from './take-fact.ts';

/** Any number that nobody else locks on. */
const followerLock = 20_261_125;

type Parts = {
  system: Database;
  control: MediaControl;
  facts: SoundFacts;
  onFact: (fact: SoundFact) => void;
  /** The media-server speaks, and nobody else listens to it. */
  onAlive?: () => void;
};

/**
 * Follows until the line breaks, which it says by throwing, or until `signal`. Resolves at once when
 * another process follows.
 */
export async function followFacts(parts: Parts, signal: AbortSignal): Promise<void> {
  const line = parts.system.ownConnection();
  // Taken again with every sign of life: a connection that was lost meanwhile has lost the lock, and the
  // new one gets it only if nobody else follows.
  const isMine = async () => {
    const [row] = await line<{ mine: boolean }[]>`
      select pg_try_advisory_lock(${followerLock}) as mine`;
    return row?.mine ?? false;
  };
  try {
    if (!(await isMine())) return;
    await read(parts, signal, async () => {
      if (!(await isMine())) throw new Error('another process follows');
    });
  } finally {
    await line.end({ timeout: 1 });
  }
}

async function read(
  { control, facts, onFact, onAlive = () => {} }: Parts,
  signal: AbortSignal,
  stillMine: () => Promise<void>,
): Promise<void> {
  let from: { journal: string | null; after: number } = { journal: null, after: 0 };
  while (!signal.aborted) {
    try {
      from = await readFrom(from);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Resolves when the journal turns out to be another one, with where to go on in it. */
  async function readFrom(started: typeof from): Promise<typeof from> {
    let last = started.after;
    for await (const line of control.facts(started.after, signal)) {
      if (line.type === 'alive') {
        await stillMine();
        onAlive();
        // Numbers belong to a journal, and each stream begins with its name.
        if (line.journal === started.journal) continue;
        return { journal: line.journal, after: await facts.cursorOf(line.journal) };
      }
      if (started.journal === null) throw new Error('a fact of an unnamed journal');
      if (line.type === 'unreadable') {
        await facts.setAside(started.journal, { after: last, ...line }, null);
        last = line.number ?? last;
        continue;
      }
      last = line.number;
      try {
        await facts.take(started.journal, line);
      } catch (error) {
        // Those after it are of other buttons, or of its own and wait behind it.
        await facts.setAside(started.journal, line, error);
        continue;
      }
      onFact(line);
    }
    return started;
  }
}
