// A browser comes back from the provider: whose account that is, and whether he is in, is asked for our code, or is told
// why not. What the provider says of him is one half; that this browser was sent, and lately, is the other.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needsSecondFactor } from '@achterwacht/shared/roles.ts';
import { returnPath, type WorkAccountProblem } from '@achterwacht/shared/routes/work-account.ts';
import { logAccount } from '../../access/account-log.ts';
import { mayChange } from '../../access/factors/factors.ts';
import { beginHalfWay } from '../../access/oidc/half-way.ts';
import { isStillRight } from '../../access/log-in/still-right.ts';
import { link, linkedTo } from '../../access/oidc/linked.ts';
import { ProviderAway, ProviderRefused, type Known } from '../../access/oidc/provider.ts';
import { noStateLine, stateIn, takeBack, type SentAway } from '../../access/oidc/sent-away.ts';
import { Failure } from '../../http/server.ts';
import { withHolding } from '../account-parts.ts';
import { letIn } from '../let-in.ts';
import type { WorkAccountParts } from './work-account-parts.ts';

type Coming = { request: FastifyRequest; reply: FastifyReply };

/** Always a page; which one says what came of it. */
export async function comeBack(parts: WorkAccountParts, coming: Coming): Promise<FastifyReply> {
  const { request, reply } = coming;
  const { cookie } = parts.authentication;
  void reply
    .header('cache-control', 'no-store')
    // The address has a code in it, which no page that follows may name.
    .header('referrer-policy', 'no-referrer')
    .header('set-cookie', noStateLine(cookie));
  const address = new URL(request.url, parts.origin);
  const state = address.searchParams.get('state');
  const sent =
    state !== null && state === stateIn(cookie, request.headers.cookie)
      ? await takeBack(parts.database.sql, state)
      : null;
  if (!sent) return toLogIn(reply, 'expired');
  const known = await whoCame(parts, sent, address);
  if (typeof known === 'string') return pageOf(sent)(reply, known);
  if (sent.invitation) return letHimIn(parts, coming, sent.invitation, known);
  return sent.link
    ? linkHim(parts, coming, sent.link, known)
    : logHimIn(parts, coming, sent, known);
}

async function whoCame(
  parts: WorkAccountParts,
  { centreId, issuer, begun }: SentAway,
  address: URL,
): Promise<Known | WorkAccountProblem> {
  const provider = await parts.providerOf(centreId);
  // Another one counts since he was sent.
  if (!provider || provider.issuer !== issuer) return 'expired';
  try {
    return await provider.finish(new URL(`${returnPath}${address.search}`, parts.origin), begun);
  } catch (error) {
    if (error instanceof ProviderAway) return 'away';
    if (!(error instanceof ProviderRefused)) throw error;
    parts.log.warn({ reason: error.message }, 'a provider of work accounts was not believed');
    return 'refused';
  }
}

async function logHimIn(
  parts: WorkAccountParts,
  { request, reply }: Coming,
  { centreId }: SentAway,
  known: Known,
): Promise<FastifyReply> {
  const { database, authentication, secret } = parts;
  const { cookie } = authentication;
  const whose = await linkedTo(database.sql, known, centreId);
  if (!whose) return toLogIn(reply, 'not-linked');
  const { userId, hasCodes, hasPasskey } = whose;
  // Who set up a second step that his role does not ask for is asked for it here as well as after his password.
  const asksSecond = whose.needsFactor || hasCodes || hasPasskey;
  if (asksSecond && !known.hasSecondStep) {
    if (!hasCodes) return toLogIn(reply, hasPasskey ? 'passkey-required' : 'factor-missing');
    void reply.header('set-cookie', await beginHalfWay(database.sql, { userId, cookie, secret }));
    return reply.redirect('/inloggen?stap=code', 303);
  }
  const isIn = await database.transaction(async ({ sql }) => {
    const by = 'oidc';
    // He may have been kept out, or his work account been taken away, since it was asked whose it is.
    const isRight = await isStillRight(sql, { userId, madeWith: by, proofs: null });
    if (!isRight || !(await linkedTo(sql, known, centreId))) return false;
    await letIn(sql, authentication, { userId, by, request, reply });
    return true;
  });
  if (!isIn) return toLogIn(reply, 'not-linked');
  parts.changed();
  return reply.redirect('/', 303);
}

class OfSomebodyElse extends Error {}

/** His invitation is used up, and this work account is what he logs in with from now on. */
async function letHimIn(
  parts: WorkAccountParts,
  { request, reply }: Coming,
  invitation: NonNullable<SentAway['invitation']>,
  known: Known,
): Promise<FastifyReply> {
  const { memberId: userId } = invitation;
  try {
    const isAccepted = await parts.invitations.accept(invitation, async (sql, role) => {
      if (!(await link(sql, userId, known))) throw new OfSomebodyElse();
      await logAccount(sql, { userId, action: 'factor-added', object: 'oidc', origin: request.ip });
      // Where his role asks for a second step, and the provider did not, he sets up his own before anything else.
      const isWhole = known.hasSecondStep || !needsSecondFactor.has(role);
      const by = isWhole ? 'oidc' : 'invitation';
      await letIn(sql, parts.authentication, { userId, by, request, reply });
    });
    if (!isAccepted) return toInvitation(reply, 'expired');
  } catch (error) {
    if (error instanceof OfSomebodyElse) return toInvitation(reply, 'taken');
    throw error;
  }
  parts.changed();
  return reply.redirect('/', 303);
}

async function linkHim(
  parts: WorkAccountParts,
  { request, reply }: Coming,
  { userId, sessionId }: NonNullable<SentAway['link']>,
  known: Known,
): Promise<FastifyReply> {
  const login = await parts.authentication.whoIs(request.headers.cookie);
  // Somebody else logged in here meanwhile, or nobody is.
  if (login?.visitor.id !== userId) return toProfile(reply, 'expired');
  request.sessionId = sessionId;
  const linked = await withHolding(parts, { request }, async (sql, holding) => {
    if (holding.userId !== userId || mayChange(holding)) return 'expired' as const;
    if (!(await link(sql, userId, known))) return 'taken' as const;
    await logAccount(sql, { userId, action: 'factor-added', object: 'oidc', origin: request.ip });
    return 'linked' as const;
  });
  if (linked instanceof Failure) return toProfile(reply, 'expired');
  if (linked !== 'linked') return toProfile(reply, linked);
  const { centreId } = login.visitor;
  parts.tell({ userId, centreId, email: await parts.emailOf(userId) }, 'mail_work_account_linked');
  return reply.redirect('/profiel/werkaccount?werkaccount=linked', 303);
}

const pageOf = ({ invitation, link: linked }: SentAway) => {
  if (invitation) return toInvitation;
  return linked ? toProfile : toLogIn;
};
const toInvitation = (reply: FastifyReply, problem: WorkAccountProblem) =>
  reply.redirect(`/uitnodiging?werkaccount=${problem}`, 303);
const toLogIn = (reply: FastifyReply, problem: WorkAccountProblem) =>
  reply.redirect(`/inloggen?werkaccount=${problem}`, 303);
const toProfile = (reply: FastifyReply, problem: WorkAccountProblem) =>
  reply.redirect(`/profiel/werkaccount?werkaccount=${problem}`, 303);
