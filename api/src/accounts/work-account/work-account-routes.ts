// Logging in by a work account, and linking one's own to it. Only whoever linked it himself comes in by it: from his own
// profile, shortly after a log-in with what he has, or while he accepts the invitation that only he was given.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { returnPath } from '@achterwacht/shared/routes/work-account.ts';
import { logAccount } from '../../access/account-log.ts';
import { mayChange } from '../../access/factors/factors.ts';
import { linkedSince, unlink } from '../../access/oidc/linked.ts';
import { ProviderAway, ProviderRefused } from '../../access/oidc/provider.ts';
import { sendAway, stateLine, type SentAway } from '../../access/oidc/sent-away.ts';
import { endHalves } from '../../access/sessions/sessions.ts';
import { Failure, notFound, serve } from '../../http/server.ts';
import { withHolding } from '../account-parts.ts';
import { comeBack } from './come-back.ts';
import { settingName, type WorkAccountParts } from './work-account-parts.ts';

export function serveWorkAccounts(app: FastifyInstance, parts: WorkAccountParts): void {
  const { authentication, database, settingOf } = parts;

  serve(app, authentication, routes.workAccountProviders, async () => ({
    providers: parts.buttons(),
  }));

  serve(app, authentication, routes.workAccountLogIn, ({ body, reply }) =>
    away(parts, reply, { centreId: body.centreId, link: null, invitation: null }),
  );

  serve(app, authentication, routes.workAccountInvitation, async ({ body, reply }) => {
    const found = await parts.invitations.find(body.secret);
    if (!found) return new Failure(410, 'invitation-gone');
    const { centreId, ...invitation } = found;
    return away(parts, reply, { centreId, link: null, invitation });
  });

  const ownOf = async (userId: string, centreId: string) => {
    const setting = settingOf(centreId, settingName);
    return {
      buttonText: setting?.buttonText ?? null,
      linkedAt: setting && (await linkedSince(database.sql, userId, setting.issuer)),
    };
  };

  serve(app, authentication, routes.workAccount, ({ visitor }) =>
    ownOf(visitor.id, visitor.centreId),
  );

  serve(app, authentication, routes.workAccountLink, async (asked) => {
    const { visitor, request, reply } = asked;
    const held = await withHolding(parts, asked, async (_sql, holding) => mayChange(holding));
    if (held) return held instanceof Failure ? held : new Failure(409, held);
    const link = { userId: visitor.id, sessionId: request.sessionId ?? '' };
    return away(parts, reply, { centreId: visitor.centreId, link, invitation: null });
  });

  serve(app, authentication, routes.workAccountUnlink, async (asked) => {
    const { visitor, request } = asked;
    const origin = request.ip;
    const done = await withHolding(parts, asked, async (sql, holding) => {
      const problem = mayChange(holding);
      if (problem) return new Failure(409, problem);
      const { userId, sessionId } = holding;
      if (!(await unlink(sql, userId))) return null;
      await sql`
        delete from auth.session
        where user_id = ${userId} and made_with = 'oidc' and id <> ${sessionId}`;
      await endHalves(sql, userId);
      await logAccount(sql, { userId, action: 'factor-removed', object: 'oidc', origin });
      return null;
    });
    if (done) return done;
    parts.changed();
    return ownOf(visitor.id, visitor.centreId);
  });

  serve(app, authentication, routes.workAccountLook, async ({ body }) => {
    try {
      await parts.look(body.issuer);
      return { found: 'yes' as const };
    } catch (error) {
      if (error instanceof ProviderAway) return { found: 'away' as const };
      if (error instanceof ProviderRefused) return { found: 'refused' as const };
      throw error;
    }
  });

  // For the browser alone, which is answered with a page.
  app.get(returnPath, { schema: { hide: true } }, (request, reply) =>
    comeBack(parts, { request, reply }),
  );
}

async function away(
  parts: WorkAccountParts,
  reply: FastifyReply,
  whom: Pick<SentAway, 'centreId' | 'link' | 'invitation'>,
): Promise<{ address: string } | Failure> {
  const provider = await parts.providerOf(whom.centreId);
  if (!provider) return notFound();
  try {
    const { url, begun } = await provider.begin(new URL(returnPath, parts.origin).href);
    await sendAway(parts.database.sql, { begun, issuer: provider.issuer, ...whom });
    void reply.header('set-cookie', stateLine(parts.authentication.cookie, begun.state));
    return { address: url.href };
  } catch (error) {
    if (error instanceof ProviderAway) return new Failure(409, 'werkaccount-weg');
    if (error instanceof ProviderRefused) return new Failure(409, 'werkaccount-geweigerd');
    throw error;
  }
}
