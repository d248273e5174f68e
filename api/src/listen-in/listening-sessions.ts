// Whose log-in each desk's sound socket was opened with. When the log-in ends or changes its role, the
// media-server, which knows no people, is told to end that listener; when the last socket of a person is
// gone, he hears nothing, whatever his desk said last: a desk that is loaded anew must not go on counting
// as one that listens. In the database, for the process that opened a socket need not be the one that is
// asked to log out, nor be there any more.
import { randomUUID } from 'node:crypto';
import type { Visitor } from '../access/as-actor.ts';
import type { Authentication, Login } from '../access/authentication.ts';
import type { HandleCommand } from '../alarms/handle-command.ts';
import type { Database } from '../db/connect.ts';
import type { MediaControl } from './media-control.ts';

/** A log-out is told at once; a role that changed, or a desk that vanished, is noticed this soon. */
export const sessionsMilliseconds = 5_000;
/** Until then one that is not connected may still be on its way. */
const comingSeconds = 60;

export type ListeningSessions = ReturnType<typeof createListeningSessions>;

type Parts = {
  system: Database;
  authentication: Pick<Authentication, 'stillValid'>;
  control: Pick<MediaControl, 'dismiss' | 'hasCome' | 'isAwaited' | 'listeners' | 'start'>;
  handleCommand: HandleCommand;
};

type Row = { id: string; visitor: Visitor; session_token: string; coming: boolean };

export function createListeningSessions(parts: Parts) {
  const { system, authentication, control, handleCommand } = parts;

  const read = (userId: string | null) => system.sql<Row[]>`
    select id, visitor, session_token,
      opened_at > now() - make_interval(secs => ${comingSeconds}) as coming
    from listeners where ${userId}::uuid is null or user_id = ${userId}`;

  const forget = (ids: string[]) => system.sql`delete from listeners where id = any(${ids})`;

  async function hearsNothing(visitor: Visitor): Promise<void> {
    const listenedTo = await system.sql<{ id: string }[]>`
      select id from alarms
      where open and state -> 'listeners' @> ${JSON.stringify([{ by: { id: visitor.id } }])}::text::jsonb`;
    for (const { id } of listenedTo)
      await handleCommand.forPerson(visitor, id, {
        type: 'ReportHearing',
        hears: 'nothing',
        commandId: randomUUID(),
      });
  }

  return {
    /** Before there is anything to connect to, nobody is on his way there. */
    canOpen: () => !control.isAwaited(),

    /** Nobody lets another's desk hear, whatever id he names. */
    async isOf({ id }: Visitor, listener: string): Promise<boolean> {
      const rows = await system.sql`
        select id from listeners where id = ${listener} and user_id = ${id}`;
      return rows.length > 0;
    },

    /**
     * Lets a desk hear what it has made ready, once it is on record that its person listens: a busy page
     * needs longer to come and ask by itself, which it does all the same. Never throws.
     */
    async start(listener: string, room: string): Promise<void> {
      await control.start(listener, room).catch(() => undefined);
    },

    async opened(listener: string, { visitor, sessionToken }: Login): Promise<void> {
      const before = await read(visitor.id);
      const connected = new Set(before.length > 0 ? await control.listeners() : []);
      // In another window of his it may go on being heard.
      if (!before.some(({ id }) => connected.has(id))) await hearsNothing(visitor);
      await forget(before.filter(({ id }) => !connected.has(id)).map(({ id }) => id));
      await system.sql`
        insert into listeners (id, user_id, visitor, session_token, opened_at)
        values (${listener}, ${visitor.id}, ${JSON.stringify(visitor)}::text::jsonb, ${sessionToken}, now())`;
    },

    /** Ends whoever listens on a log-in that no longer stands. */
    async check(): Promise<void> {
      const rows = await read(null);
      if (rows.length === 0 || !control.hasCome()) return;
      const standing = await authentication.stillValid(
        rows.map(({ visitor, session_token: sessionToken }) => ({ visitor, sessionToken })),
      );
      const ended = rows.filter((row) => !standing.has(row.session_token));
      for (const { id } of ended) await control.dismiss(id);
      await forget(ended.map(({ id }) => id));

      const connected = new Set(await control.listeners());
      const isHere = ({ id, coming }: Row) => coming || connected.has(id);
      const gone = rows.filter((row) => standing.has(row.session_token) && !isHere(row));
      for (const { visitor } of gone)
        if (!rows.some((row) => row.visitor.id === visitor.id && isHere(row)))
          await hearsNothing(visitor);
      await forget(gone.map(({ id }) => id));
    },
  };
}
