// Files that somebody looks at before they are carried out: sealed, his alone, counted as far as they are done, and gone
// with the last line or after half an hour, because keys, names and threats stand in them.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { ofRounds } from '../jobs/job.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import * as sealing from '../sealing/seal.ts';

const keptMinutes = 30;
const eraseMilliseconds = 60_000;

const purposeOf = (id: string) => `import/${id}`;

/** Somebody else, or the same in another window, carries it out at this moment. */
export class AtWork extends Error {}

type Parts = { system: Database; keys: KeyRing; clock: Pick<Clock, 'now'> };
type Whose = { kind: string; userId: string };

export function openPendingImports({ system, keys, clock }: Parts) {
  const since = () => new Date(clock.now().getTime() - keptMinutes * 60_000).toISOString();
  return {
    async keep(
      { kind, userId, centreId }: Whose & { centreId: string },
      content: string,
    ): Promise<{ id: string; expiresAt: Date }> {
      const id = randomUUID();
      const now = clock.now();
      const sealed = sealing.seal(keys.master, purposeOf(id), content);
      await system.sql`
        insert into pending_imports (id, kind, centre_id, user_id, content, uploaded_at)
        values (${id}, ${kind}, ${centreId}, ${userId}, ${sealed}, ${now.toISOString()})`;
      return { id, expiresAt: new Date(now.getTime() + keptMinutes * 60_000) };
    },

    /** His own, while it is kept; null otherwise. */
    async read(
      id: string,
      { kind, userId }: Whose,
    ): Promise<{ content: string; done: number } | null> {
      const [row] = await system.sql<{ content: string; done: number }[]>`
        select content, done from pending_imports where id = ${id} and kind = ${kind}
          and user_id = ${userId} and uploaded_at > ${since()}`;
      return row
        ? { content: sealing.open(keys.master, purposeOf(id), row.content), done: row.done }
        : null;
    },

    async erase(id: string): Promise<void> {
      await system.sql`delete from pending_imports where id = ${id}`;
    },
  };
}

/** In the transaction that carries lines out. @throws `AtWork` where another one did meanwhile. */
export async function countDone(
  { sql }: Transaction,
  id: string,
  { before, done }: { before: number; done: number },
): Promise<void> {
  const counted = await sql`
    update pending_imports set done = ${done} where id = ${id} and done = ${before} returning id`;
  if (counted.length === 0) throw new AtWork('these lines were carried out meanwhile');
}

/** What nobody carried out. In one statement, whatever there is. */
export const eraseImportsJob = ({
  background,
  clock,
}: { background: Database } & Pick<Parts, 'clock'>) =>
  ofRounds({
    name: 'register-imports',
    everyMilliseconds: eraseMilliseconds,
    round: async () => {
      const since = new Date(clock.now().getTime() - keptMinutes * 60_000).toISOString();
      await background.sql`delete from pending_imports where uploaded_at <= ${since}`;
    },
  });
