// Whose log-in each desk's sound socket was opened with. When the log-in ends or changes its role, the
// media-server, which knows no people, is told to end that listener; when the last socket of a person is
// gone, he hears nothing, whatever his desk said last: a desk that is loaded anew must not go on counting
// as one that listens. In the database, for the process that opened a socket need not be the one that is
// asked to log out, nor be there any more.
import { randomUUID } from 'node:crypto';
import type { Right } from '@achterwacht/shared/listen-in/tokens.ts';
import type { Visitor } from '../../access/as-actor.ts';
import type { Authentication, Login } from '../../access/authentication.ts';
import type { HandleCommand } from '../../alarms/commands/handle-command.ts';
import type { Database } from '../../db/connect.ts';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { eachApart, tryAll } from '../../jobs/set-aside.ts';
import { isMediaAway, type MediaControl } from '../media-control.ts';

/** A log-out is told at once; a role that changed, or a desk that vanished, is noticed this soon. */
export const sessionsMilliseconds = 5_000;
/** Until then one that is not connected may still be on its way. */
const comingSeconds = 60;
/** All desks of a shift that ends, in a few turns. */
const dismissedAtOnce = 20;

export type ListeningSessions = ReturnType<typeof createListeningSessions>;

type Parts = {
  system: Database;
  clock: Clock;
  log: Logger;
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

  const listenedTo = ({ id }: Visitor) => system.sql<{ id: string }[]>`
    select id from alarms
    where open and state -> 'listeners' @> ${JSON.stringify([{ by: { id } }])}::text::jsonb`;

  async function hearsNothing(visitor: Visitor): Promise<void> {
    await tryAll(await listenedTo(visitor), ({ id }) =>
      handleCommand.forPerson(visitor, id, {
        type: 'ReportHearing',
        hears: 'nothing',
        commandId: randomUUID(),
      }),
    );
  }

  /** Each time: whoever hears what he may not is no thing to wait with. */
  const dismissEach = (ids: string[]) =>
    eachApart(
      parts,
      'dismissal',
      ids,
      { idOf: (id) => id, atOnce: dismissedAtOnce, everyTime: true, endsRound: isMediaAway },
      (id) => control.dismiss(id),
    );

  /** Of a log-in that ended; his desk may still hold its lease. */
  async function listensNoMore(visitor: Visitor): Promise<void> {
    // Said first: until this moment he did hear, and that counts as listened.
    await hearsNothing(visitor);
    const lost = { type: 'ListenerLost', userId: visitor.id } as const;
    await tryAll(await listenedTo(visitor), ({ id }) =>
      handleCommand.forSystem({ part: 'listen-in' }, id, lost),
    );
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
    async start(listener: string, room: string, right: Right): Promise<void> {
      await control.start(listener, room, right).catch(() => undefined);
    },

    async opened(listener: string, { visitor, sessionId }: Login): Promise<void> {
      const before = await read(visitor.id);
      const connected = new Set(before.length > 0 ? await control.listeners() : []);
      // In another window of his it may go on being heard.
      if (!before.some(({ id }) => connected.has(id))) await hearsNothing(visitor);
      // One that is still on its way keeps its row: by that it is found when its log-in ends.
      const gone = before.filter(({ id, coming }) => !coming && !connected.has(id));
      await forget(gone.map(({ id }) => id));
      await system.sql`
        insert into listeners (id, user_id, visitor, session_token, opened_at)
        values (${listener}, ${visitor.id}, ${JSON.stringify(visitor)}::text::jsonb, ${sessionId}, now())`;
    },

    /** Ends whoever listens on a log-in that no longer stands, and whoever is connected on none. */
    async check(): Promise<void> {
      if (!control.hasCome()) return;
      // First, so that whoever comes meanwhile is not taken for one without a row: that is written before.
      const connected = new Set(await control.listeners());
      const rows = await read(null);
      const known = new Set(rows.map(({ id }) => id));
      await dismissEach([...connected].filter((id) => !known.has(id)));
      if (rows.length === 0) return;
      const standing = await authentication.stillValid(
        rows.map(({ visitor, session_token: sessionId }) => ({ visitor, sessionId })),
      );
      const ended = rows.filter((row) => !standing.has(row.session_token));
      // Connected or not: a token that was made for it opens nothing from then on.
      await dismissEach(ended.map(({ id }) => id));

      const isHere = ({ id, coming }: Row) => coming || connected.has(id);
      const stands = (row: Row) => standing.has(row.session_token);
      const gone = rows.filter((row) => !stands(row) || !isHere(row));
      await eachApart(parts, 'listener', gone, { idOf: ({ id }) => id }, async (row) => {
        const { visitor } = row;
        const isElsewhere = (other: Row) =>
          other.visitor.id === visitor.id && stands(other) && isHere(other);
        if (!rows.some(isElsewhere)) await (stands(row) ? hearsNothing : listensNoMore)(visitor);
        await forget([row.id]);
      });
    },
  };
}
