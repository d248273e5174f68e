// A lost second factor over HTTP: whom the asker may help, asking, approving, taking back. Whom he sees his own rights say;
// what is written is written by the part that serves all of them, because an officer changes no member.
import type { FastifyInstance } from 'fastify';
import { dutchDay } from '@achterwacht/shared/dutch-day.ts';
import type { MemberCommand } from '@achterwacht/shared/member/commands.ts';
import { papersStanding } from '@achterwacht/shared/member/papers.ts';
import type { Helpable } from '@achterwacht/shared/routes/people.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { Visitor } from '../access/as-actor.ts';
import { notFound, serve } from '../http/server.ts';
import { changeMember, isRefusal, withinMemberRules } from './change-member.ts';
import { makeRecoveryCode, recoveryCodeHash } from './link-secrets.ts';
import { listMembers, readStates, type ListedMember, type MemberState } from './list-members.ts';
import { resetOf } from './member-page.ts';
import { done, failureOf, takenOver, type PeopleParts } from './routes.ts';

export function serveFactorResets(app: FastifyInstance, parts: PeopleParts): void {
  const { authentication, asActor, accounts, keys, clock } = parts;

  serve(app, authentication, routes.factorResetPeople, async ({ visitor, query }) => {
    const role = visitor.role === 'oov-officer' ? visitor.role : undefined;
    const { rows, next } = await asActor(visitor, 'factor.reset', (tx) =>
      listMembers(tx, { ...query, role, status: 'active' }),
    );
    const states = await readStates(accounts, rows);
    const others = rows.filter(({ id }) => id !== visitor.id);
    return {
      people: others.map((row) => helpableOf(row, states.get(row.id), visitor, clock.now())),
      next,
    };
  });

  const change = async (visitor: Visitor, memberId: string, command: MemberCommand) => {
    const seen = await asActor(
      visitor,
      'factor.reset',
      ({ sql }) => sql`select from members where user_id = ${memberId}`,
    );
    if (seen.length === 0) return { code: 'not-found', details: {} } as const;
    await takenOver(parts, memberId);
    const { centreId, type, id, name, role, municipalityId: askerMunicipalityId } = visitor;
    const actor = { type, id, name, role };
    return withinMemberRules(keys, () =>
      accounts.transaction((tx) =>
        changeMember(parts, tx, { memberId, centreId, command, actor, askerMunicipalityId }),
      ),
    );
  };

  serve(app, authentication, routes.factorResetAsk, async ({ visitor, params, body }) =>
    done(await change(visitor, params.memberId, { type: 'AskFactorReset', ...body })),
  );
  serve(app, authentication, routes.factorResetApprove, async ({ visitor, params }) => {
    const code = makeRecoveryCode();
    const codeHash = recoveryCodeHash(keys, params.memberId, code);
    const answer = await change(visitor, params.memberId, {
      type: 'ApproveFactorReset',
      codeHash,
    });
    if (isRefusal(answer)) return failureOf(answer);
    // Null where it was withdrawn in the same moment.
    return answer.reset ? { code, until: answer.reset.expiresAt } : notFound();
  });
  serve(app, authentication, routes.factorResetWithdraw, async ({ visitor, params }) =>
    done(await change(visitor, params.memberId, { type: 'WithdrawFactorReset' })),
  );
}

function helpableOf(
  { id, name, role, municipality }: ListedMember,
  state: MemberState | undefined,
  visitor: Visitor,
  now: Date,
): Helpable {
  const factorReset = resetOf(state?.reset ?? null, now);
  const isOfCentre = visitor.municipalityId === null;
  return {
    id,
    name: name === '' ? null : name,
    role,
    municipality,
    papers: isOfCentre ? papersStanding({ papers: {}, ...state, role }, dutchDay(now)) : null,
    factorReset,
    mayApprove:
      factorReset !== null && !factorReset.approved && factorReset.askedBy?.id !== visitor.id,
  };
}
