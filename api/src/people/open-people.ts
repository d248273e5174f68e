// Who may log in: the members of every centre, their invitations and papers, and how somebody who lost his second factor
// comes in again.
import type { FastifyInstance } from 'fastify';
import type { MemberDeadlineKind } from '@achterwacht/shared/member/state.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { Database, TransactionSql } from '../db/connect.ts';
import type { Due } from '../timers/sweep.ts';
import { changeMember, isRefusal, withinMemberRules } from './change-member.ts';
import { serveFactorResets } from './factor-reset-routes.ts';
import { acceptBy, findInvited, type InvitationKey } from './invitations.ts';
import { invitationHash } from './link-secrets.ts';
import { findPeopleTasks } from './people-tasks.ts';
import { servePublicDoors } from './public-routes.ts';
import { servePeople, type PeopleParts } from './routes.ts';
import { createTellMembers } from './tell-members.ts';

/** What acts by itself: deadlines and mails. */
type ByItself = { background: Database };

export function openPeople(parts: PeopleParts & ByItself) {
  return {
    routes(http: FastifyInstance): void {
      servePeople(http, parts);
      serveFactorResets(http, parts);
      servePublicDoors(http, parts);
    },
    handlers: createTellMembers(parts),
    reachDue: { member: createReachMember(parts) },
    tasks: findPeopleTasks(parts.accounts),
    invitations: invitationsOf(parts),
  };
}

/** For who accepts one by his work account (accounts/work-account). */
function invitationsOf(given: PeopleParts) {
  const parts = { ...given, system: given.accounts };
  return {
    async find(secret: string) {
      const invited = await findInvited(parts, secret);
      if (!invited) return null;
      const { id: memberId, centreId } = invited.member;
      return { memberId, centreId, hash: invitationHash(secret) };
    },
    async accept(
      invitation: InvitationKey,
      letIn: (sql: TransactionSql, role: Role) => Promise<void>,
    ): Promise<boolean> {
      const accepted = await acceptBy(parts, { ...invitation, passwordHash: null }, (tx, member) =>
        letIn(tx.sql, member.role),
      );
      return !isRefusal(accepted);
    },
  };
}

/** What a member's deadline does when its moment has come. */
export function createReachMember(parts: Pick<PeopleParts, 'keys' | 'clock'> & ByItself) {
  return async (deadlines: Due[]): Promise<void> => {
    for (const { subjectId: memberId, kind, revision } of deadlines)
      await withinMemberRules(parts.keys, () =>
        parts.background.transaction((tx) =>
          changeMember(parts, tx, {
            memberId,
            centreId: null,
            command: {
              type: 'DeadlineReached',
              kind: kind as MemberDeadlineKind, // the row was written from one
              revision,
            },
            actor: { type: 'system', part: 'sweep' },
          }),
        ),
      );
  };
}
