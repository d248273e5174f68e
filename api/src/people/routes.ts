// The people of a centre and its municipalities over HTTP: who they are, and what administrators do about them. Whoever is
// another centre's is not found.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Language } from '@achterwacht/shared/language.ts';
import type { MemberCommand } from '@achterwacht/shared/member/commands.ts';
import type { MemberRefusal } from '@achterwacht/shared/member/rule.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { logAccess } from '../access/access-log.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { Failure, notFound, serve } from '../http/server.ts';
import type { Gateways } from '../notify/gateways.ts';
import { readLanguages } from '../notify/read-languages.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import type { Settings } from '../settings/settings.ts';
import { changeMember, isRefusal, withinMemberRules } from './change-member.ts';
import { makeInvitation } from './invitations.ts';
import { listSummaries } from './list-members.ts';
import { readMember } from './member-page.ts';
import { takeOverMember } from './take-over-members.ts';

export type PeopleParts = {
  authentication: Authentication;
  asActor: AsActor;
  /** What the system's own part reads and writes because somebody asks. */
  accounts: Database;
  keys: KeyRing;
  clock: Clock;
  origin: string;
  gateways: Pick<Gateways, 'mailOf'>;
  settings: Pick<Settings, 'settingOf'>;
};

export function servePeople(app: FastifyInstance, parts: PeopleParts): void {
  const { authentication, asActor, accounts, keys, clock, origin, gateways } = parts;

  serve(app, authentication, routes.members, ({ visitor, query, request }) =>
    asActor(visitor, 'people.read', async (tx) => {
      const page = await listSummaries(tx, accounts, query, clock.now());
      await logAccess(tx, visitor, {
        at: clock.now(),
        action: 'people.listed',
        object: 'members',
        whom: null,
        result: 'shown',
        origin: request.ip,
      });
      return page;
    }),
  );

  serve(app, authentication, routes.memberPlaces, ({ visitor }) =>
    asActor(visitor, 'people.read', async ({ sql }) => ({
      municipalities: await sql<{ id: string; name: string; language: Language | null }[]>`
        select id, name, state ->> 'language' as language
        from municipalities where ended_at is null order by name`,
      hasMail: gateways.mailOf(visitor.centreId) !== null,
    })),
  );

  serve(app, authentication, routes.member, async ({ visitor, params, request }) => {
    const { memberId } = params;
    await takenOver(parts, memberId);
    const now = clock.now();
    return asActor(visitor, 'people.read', async (tx) => {
      const member = await readMember(tx, parts, memberId, now);
      if (!member) return notFound();
      await logAccess(tx, visitor, {
        at: now,
        action: 'people.opened',
        object: memberId,
        whom: memberId,
        result: 'shown',
        origin: request.ip,
      });
      return member;
    });
  });

  const change = async (visitor: Visitor, memberId: string, command: MemberCommand) => {
    await takenOver(parts, memberId);
    const { centreId, type, id, name, role } = visitor;
    const actor = { type, id, name, role };
    return withinMemberRules(keys, () =>
      asActor(visitor, 'people.change', (tx) =>
        changeMember(parts, tx, { memberId, centreId, command, actor }),
      ),
    );
  };
  const changed = async (visitor: Visitor, memberId: string, command: MemberCommand) =>
    done(await change(visitor, memberId, command));

  serve(app, authentication, routes.memberInvite, async ({ visitor, body }) => {
    const { way, language, ...wanted } = body;
    const { asked, link } = makeInvitation(parts, origin, { way, language });
    const { centreId } = visitor;
    const command = { type: 'InviteMember', centreId, ...wanted, ...asked } as const;
    return invited(parts, await change(visitor, randomUUID(), command), link);
  });

  serve(app, authentication, routes.memberInvitationRenew, async ({ visitor, params, body }) => {
    const { asked, link } = makeInvitation(parts, origin, body);
    const command = { type: 'RenewInvitation', ...asked } as const;
    return invited(parts, await change(visitor, params.memberId, command), link);
  });

  serve(app, authentication, routes.memberInvitationWithdraw, ({ visitor, params }) =>
    changed(visitor, params.memberId, { type: 'WithdrawInvitation' }),
  );
  serve(app, authentication, routes.memberChange, ({ visitor, params, body }) =>
    changed(visitor, params.memberId, { type: 'ChangeMember', ...body }),
  );
  serve(app, authentication, routes.memberSuspend, ({ visitor, params, body }) =>
    changed(visitor, params.memberId, { type: 'SuspendMember', ...body }),
  );
  serve(app, authentication, routes.memberRestore, ({ visitor, params }) =>
    changed(visitor, params.memberId, { type: 'RestoreMember' }),
  );
  serve(app, authentication, routes.memberEnd, ({ visitor, params, body }) =>
    changed(visitor, params.memberId, { type: 'EndMember', ...body }),
  );
  serve(app, authentication, routes.memberEndSessions, ({ visitor, params }) =>
    changed(visitor, params.memberId, { type: 'EndSessions' }),
  );
  serve(app, authentication, routes.memberPaper, ({ visitor, params, body }) =>
    changed(visitor, params.memberId, { type: 'RecordPaper', ...body }),
  );
}

/** One whom a release without histories added since the migrations ran has one before he is shown or changed. */
export function takenOver(
  { accounts, keys, clock }: Pick<PeopleParts, 'accounts' | 'keys' | 'clock'>,
  memberId: string,
): Promise<unknown> {
  return withKeysMade(keys, () =>
    accounts.transaction((tx) => takeOverMember({ keys, clock }, tx, memberId)),
  );
}

export const failureOf = ({ code, details }: MemberRefusal): Failure =>
  code === 'not-found' ? notFound() : new Failure(409, code, details);

export const done = (answer: Member | MemberRefusal) =>
  isRefusal(answer) ? failureOf(answer) : { version: answer.version };

async function invited(
  { accounts: { sql }, settings }: PeopleParts,
  answer: Member | MemberRefusal,
  link: string | null,
) {
  if (isRefusal(answer)) return failureOf(answer);
  const { id, centreId, invitation } = answer;
  const languages = await readLanguages({ sql, settings }, { centreId, userIds: [id] });
  // Both are there: it was given one a moment ago, and of everybody asked there is a language.
  return { id, expiresAt: invitation!.expiresAt, link, language: languages.get(id)! };
}
