// Who am I, where, in which language, and is this the demo: what a page asks first.
import { eq } from '../db/drizzle.ts';
import type { FastifyInstance } from 'fastify';
import { language } from '@achterwacht/shared/language.ts';
import { can } from '@achterwacht/shared/roles.ts';
import { wayTo } from '@achterwacht/shared/setting/ways.ts';
import { usualLanguages } from '@achterwacht/shared/which-language.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';
import type { Paging } from '@achterwacht/shared/setting/kinds/paging.ts';
import { roomsByData } from '@achterwacht/shared/setting/kinds/webhooks.ts';
import type { Clock } from '../clock.ts';
import { centres, members, municipalities } from '../db/schema/centres.ts';
import type { Settings } from '../settings/settings.ts';
import { Failure, notFound, serve } from './server.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import { readExpiredPapers } from '../access/sessions/expired-papers.ts';
import { readStanding } from '../access/sessions/standing.ts';
import type { Database } from '../db/connect.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  clock: Clock;
  demo: boolean;
  accounts: Database;
  settings: Pick<Settings, 'settingOf' | 'centreIds'>;
};

export function serveSession(
  app: FastifyInstance,
  { authentication, asActor, accounts, clock, demo, settings }: Parts,
): void {
  // Nobody is known here yet: what any centre offers, and the usual one of the centre that takes what nobody knows.
  serve(app, authentication, routes.languages, async () => {
    const [first] = await accounts.sql<{ id: string }[]>`select id from centres where is_default`;
    const known = settings.centreIds();
    const offered = new Set(known.flatMap((id) => settings.settingOf(id, 'languages').offered));
    if (!first || !known.includes(first.id)) return usualLanguages;
    return {
      offered: language.options.filter((one) => offered.has(one)),
      usual: settings.settingOf(first.id, 'languages').usual,
    };
  });

  serve(app, authentication, routes.session, async ({ visitor, request }) => {
    const { sessionId } = request;
    const standing = await readStanding(accounts.sql, { sessionId, role: visitor.role });
    if (!standing) return new Failure(401, 'not-logged-in');
    const expiredPapers = await readExpiredPapers(accounts.sql, visitor, clock.now());
    return asActor(visitor, 'session.read', async ({ db }) => {
      const [centre] = await db.select().from(centres).where(eq(centres.id, visitor.centreId));
      const [member] = await db
        .select({ email: members.email, municipality: municipalities })
        .from(members)
        .leftJoin(municipalities, eq(municipalities.id, members.municipalityId))
        .where(eq(members.userId, visitor.id));
      if (!centre || !member) return notFound();
      const { municipality, email } = member;
      return {
        user: { id: visitor.id, name: visitor.name, email },
        role: visitor.role,
        offDutySince: visitor.offDutySince ?? null,
        expiredPapers,
        centre: {
          id: centre.id,
          name: centre.name,
          phone: centre.phone,
          policePhone: centre.policePhone,
          controlRoomLines: settings.settingOf(centre.id, 'control-rooms'),
          controlRoomSystems: roomsByData(settings.settingOf(centre.id, 'webhooks')),
          nearbyPress: settings.settingOf(centre.id, 'nearby-press'),
          languages: settings.settingOf(centre.id, 'languages'),
          paged: can(visitor.role, 'board.read')
            ? callableOf(settings.settingOf(centre.id, 'paging'))
            : null,
        },
        municipality: municipality && {
          id: municipality.id,
          name: municipality.name,
          theme: municipality.state?.theme ?? null,
          language: municipality.state?.language ?? null,
          dayAndNightPhone: municipality.state?.dayAndNightPhone ?? null,
        },
        demo,
        ...standing,
        serverTime: clock.now().toISOString(),
      };
    });
  });
}

/** Those of the lists who have a telephone: a mail address is no help to whoever has no line. */
function callableOf({
  supervisor,
  onCall,
  names,
}: Paging): NonNullable<Session['centre']['paged']> {
  const withPhone = (list: readonly string[]) =>
    list
      .filter((contact) => wayTo(contact) === 'sms')
      .map((phone) => ({ name: names?.[phone] ?? null, phone }));
  return { supervisor: withPhone(supervisor), onCall: withPhone(onCall) };
}
