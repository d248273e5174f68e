// Who may log in: the members of every centre, their invitations and papers, and how somebody who lost his second factor
// comes in again.
import type { FastifyInstance } from 'fastify';
import type { MemberDeadlineKind } from '@achterwacht/shared/member/state.ts';
import type { Database } from '../db/connect.ts';
import type { Due } from '../timers/sweep.ts';
import { changeMember, withinMemberRules } from './change-member.ts';
import { serveFactorResets } from './factor-reset-routes.ts';
import { invitationsOf } from './invitations-without-password.ts';
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
