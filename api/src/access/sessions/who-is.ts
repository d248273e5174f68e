// From a cookie to a visitor: who, in which role, where. It is asked with every call, a claim among them, and is one
// question to the database.
import { centreStaff, needsSecondFactor, type Role } from '@achterwacht/shared/roles.ts';
import type { Database } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import type { Visitor } from '../as-actor.ts';
import { idleSeconds, reachOf, sessionSeconds } from './made-with.ts';
import type { SessionCookie } from './session-cookie.ts';

export type Login = { visitor: Visitor; sessionId: string };

/** Between two notes that a session is in use. */
const noteSeconds = 60;
const desks = [...centreStaff];
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Row = {
  id: string;
  user_id: string;
  name: string;
  role: Role;
  centre_id: string;
  municipality_id: string | null;
  made_with: string | null;
  has_factor: boolean;
  must_note: boolean;
  off_duty_since: string | null;
};

export function createWhoIs({ sql }: Database, cookie: SessionCookie) {
  // Whoever began before his papers ended goes on: nobody is thrown out with an alarm in his hands. With every log-in his
  // session stays what it is, so one that comes later than a session lasts counts as a beginning.
  const isOffDuty = () => sql`coalesce(session.created_at >= members.duty_ends_at
    or session.proven_at >= members.duty_ends_at + ${sessionSeconds} * interval '1 second', false)`;

  /** Whose token this is, as long as the session stands. */
  async function findSession(token: string): Promise<Row | null> {
    const [row] = await sql<Row[]>`
      select session.id, members.user_id, members.name, members.role, members.centre_id,
        members.municipality_id, session.made_with,
        coalesce(auth.user.two_factor_enabled, false)
          or exists (select from auth.passkey where passkey.user_id = members.user_id)
          as has_factor,
        session.updated_at < now() - ${noteSeconds} * interval '1 second' as must_note,
        case when ${isOffDuty()} then members.duty_ends_at end as off_duty_since
      from auth.session
        join auth.user on auth.user.id = session.user_id
        join members on members.user_id = session.user_id and members.status = 'active'
      where session.token = ${token} and session.expires_at > now()
        and (members.role = any(${desks})
          or session.updated_at > now() - ${idleSeconds} * interval '1 second')`;
    return row ?? null;
  }

  return {
    /**
     * `isSettingUp`: also who may do nothing yet but set up his second step. `isUnattended`: a page asks by itself, which
     * is no use of the session.
     */
    async whoIs(
      header: string | undefined,
      { isSettingUp = false, isUnattended = false } = {},
    ): Promise<Login | null> {
      const token = await cookie.tokenOf(header);
      const found = token === null ? null : await findSession(token);
      if (!found) return null;
      const reach = reachOf({
        madeWith: found.made_with,
        needsFactor: needsSecondFactor.has(found.role),
        hasFactor: found.has_factor,
      });
      if (reach === 'nothing' || (reach === 'set-up' && !isSettingUp)) return null;
      if (found.must_note && !isUnattended)
        await sql`update auth.session set updated_at = now() where id = ${found.id}`;
      const {
        user_id: id,
        name,
        role,
        centre_id: centreId,
        municipality_id: municipalityId,
        off_duty_since: offDuty,
      } = found;
      const offDutySince = offDuty === null ? undefined : iso(offDuty);
      return {
        visitor: { type: 'person', id, name, role, centreId, municipalityId, offDutySince },
        sessionId: found.id,
      };
    },

    /** Of log-ins that stand no more those that nobody ended: only their time is over. */
    async expired(logins: readonly Login[]): Promise<ReadonlySet<string>> {
      if (logins.length === 0) return new Set();
      const rows = await sql<{ id: string }[]>`
        select session.id from auth.session
          join members on members.user_id = session.user_id and members.status = 'active'
            and members.role = any(${desks})
        where session.expires_at <= now()
          and session.id = any(${logins.map(({ sessionId }) => sessionId)})`;
      return new Set(rows.map(({ id }) => id));
    },

    /** Of these log-ins at desks those that still stand, with the same role at the same centre and on duty. */
    async stillValid(logins: readonly Login[]): Promise<ReadonlySet<string>> {
      if (logins.length === 0) return new Set();
      const given = logins.map((login) => login.sessionId);
      // Of a listener the release before kept the token.
      const rows = await sql<{ id: string; token: string; role: Role; centre_id: string }[]>`
        select session.id, session.token, members.role, members.centre_id
        from auth.session join members on members.user_id = session.user_id
          and members.status = 'active'
        where (session.id = any(${given.filter((one) => uuid.test(one))})
            or session.token = any(${given.filter((one) => !uuid.test(one))}))
          and session.expires_at > now() and not ${isOffDuty()}`;
      const standing = new Map(
        rows.flatMap((row) => [[row.id, row] as const, [row.token, row] as const]),
      );
      return new Set(
        logins
          .filter(({ visitor, sessionId }) => {
            const row = standing.get(sessionId);
            return row?.role === visitor.role && row.centre_id === visitor.centreId;
          })
          .map((login) => login.sessionId),
      );
    },
  };
}
