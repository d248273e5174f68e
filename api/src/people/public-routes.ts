// The two doors for whoever has no session yet: an invitation, and a second factor that was lost. Neither answer tells
// whether an address is somebody's.
import type { FastifyInstance } from 'fastify';
import { needsSecondFactor } from '@achterwacht/shared/roles.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { logFailure } from '../access/log-in/log-failure.ts';
import { readProofs } from '../access/log-in/still-right.ts';
import { unlink } from '../access/oidc/linked.ts';
import { letIn } from '../accounts/let-in.ts';
import { Failure, serve } from '../http/server.ts';
import { isRefusal } from './change-member.ts';
import { acceptInvitation, findInvited } from './invitations.ts';
import { recover } from './recovery.ts';
import { failureOf, type PeopleParts } from './routes.ts';

export function servePublicDoors(app: FastifyInstance, parts: PeopleParts): void {
  const { authentication, accounts } = parts;
  // Never where the sweep is: anybody at all may knock here.
  const asSystem = { ...parts, system: accounts };
  /** Of a link that opens nothing nobody knows whose it was: the centre that takes what nobody knows is to be called. */
  const gone = async () => {
    const [centre] = await accounts.sql<{ name: string; phone: string }[]>`
      select name, phone from centres where is_default`;
    return new Failure(410, 'invitation-gone', centre && { centre });
  };

  serve(app, authentication, routes.invitationLook, async ({ body }) => {
    const invited = await findInvited(asSystem, body.secret);
    const { member, centre, municipality } = invited ?? {};
    if (!member?.personal || !member.invitation || !centre) return gone();
    const { role, personal, invitation, centreId } = member;
    const { name, phone } = centre;
    return {
      name: personal.name,
      email: personal.email,
      role,
      centre: { name, phone, languages: parts.settings.settingOf(centreId, 'languages') },
      municipality: municipality?.name ?? null,
      language: invitation.language ?? municipality?.language ?? null,
      expiresAt: invitation.expiresAt,
      needsFactor: needsSecondFactor.has(role),
      workAccount: parts.settings.settingOf(centreId, 'oidc')?.buttonText ?? null,
    };
  });

  serve(app, authentication, routes.invitationAccept, async ({ body, request, reply }) => {
    const invited = await findInvited(asSystem, body.secret);
    if (!invited) return gone();
    const accepted = await acceptInvitation(asSystem, invited, body, ({ sql }, { id: userId }) =>
      letIn(sql, authentication, { userId, by: 'invitation', request, reply }),
    );
    if ('problem' in accepted) return new Failure(409, accepted.problem);
    if (isRefusal(accepted))
      return accepted.code === 'uitnodiging-ongeldig' ? gone() : failureOf(accepted);
    return {
      email: accepted.personal?.email ?? '',
      needsFactor: needsSecondFactor.has(accepted.role),
    };
  });

  serve(app, authentication, routes.recover, async ({ body, request, reply }) => {
    const { guesses, devices } = authentication;
    const whose = await readProofs(accounts.sql, body);
    const device = whose && devices.deviceOf(request.headers.cookie, whose.userId);
    const from = { address: request.ip, device };
    // Guessing a password here costs the same time as at every log-in.
    const guess = await guesses.take(body.email, from);
    if (!guess.isAllowed) return new Failure(429, 'too-fast');
    const recovered = await recover(asSystem, body, async ({ sql }, userId) => {
      // Who has his telephone may have his work account too, and whoever linked one to his need not be him.
      await unlink(sql, userId);
      await letIn(sql, authentication, { userId, by: 'reset', request, reply });
    });
    if (isRefusal(recovered)) {
      const failed = { object: 'reset', origin: request.ip, failures: guess.failures };
      if (whose)
        await accounts.transaction(({ sql }) =>
          logFailure(sql, { userId: whose.userId, ...failed }),
        );
      return failureOf(recovered);
    }
    await guesses.forget(body.email, from);
    return { email: body.email };
  });
}
