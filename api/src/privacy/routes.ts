// Privacy requests over HTTP; of another centre's the answer is: not found. Every look at one is logged, with whom it is
// about.
import type { FastifyInstance } from 'fastify';
import type { PrivacyRequestCommand } from '@achterwacht/shared/privacy-request/commands.ts';
import type { AccessAction } from '@achterwacht/shared/audit/actions.ts';
import type { BreachQuery } from '@achterwacht/shared/routes/audit.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { logAccess } from '../access/access-log.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import { readBreach } from '../audit/read-breach.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../db/connect.ts';
import { isIdTaken } from '../db/errors.ts';
import { Failure, notFound, serve } from '../http/server.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { accessExportOf } from './access-export.ts';
import { changeRequest, findRequest } from './change-request.ts';
import { eraseWhereAgreed, type ErasingParts } from './erase-sheet.ts';
import { areKnown, isKnown, listRequests, viewOf, whomOf } from './read-requests.ts';

type Parts = ErasingParts & {
  authentication: Authentication;
  asActor: AsActor;
  keys: KeyRing;
  clock: Clock;
};

export function servePrivacy(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, keys, clock } = parts;

  type Looked = { action: AccessAction; object: string; whom: string | null };
  const logLook = (tx: Transaction, visitor: Visitor, origin: string, looked: Looked) =>
    logAccess(tx, visitor, { at: clock.now(), result: 'shown', origin, ...looked });

  serve(app, authentication, routes.privacyRequests, ({ visitor, query, request }) =>
    asActor(visitor, 'privacy.read', async (tx) => {
      const page = await listRequests(tx, visitor.centreId, query);
      const looked = { action: 'privacy-request.listed', object: query.state, whom: null } as const;
      await logLook(tx, visitor, request.ip, looked);
      return page;
    }),
  );

  serve(app, authentication, routes.privacyRequest, ({ visitor, params, request: { ip } }) =>
    asActor(visitor, 'privacy.read', async (tx) => {
      const request = await findRequest(parts, tx, params.requestId);
      if (!request) return notFound();
      await logLook(tx, visitor, ip, {
        action: 'privacy-request.opened',
        object: request.id,
        whom: whomOf(request.about),
      });
      return viewOf(tx, request);
    }),
  );

  type Asks = (tx: Transaction) => Promise<PrivacyRequestCommand>;
  type Then = (tx: Transaction) => Promise<void>;
  const change = (visitor: Visitor, id: string, asks: Asks, then: Then = async () => {}) =>
    withKeysMade(keys, () =>
      asActor(visitor, 'privacy.change', async (tx) => {
        const command = await asks(tx);
        if (!(await concernsOwn(tx, command))) return notFound();
        const request = await changeRequest(parts, tx, { id, command, visitor });
        if (!('code' in request)) {
          await then(tx);
          return viewOf(tx, request);
        }
        const { code, details } = request;
        return code === 'verzoek-bestaat-niet' ? notFound() : new Failure(409, code, details);
      }),
    );

  serve(app, authentication, routes.privacyRequestRecord, ({ visitor, body }) => {
    const { id, list, ...asked } = body;
    const { centreId } = visitor;
    const record: Asks = async (tx) => ({
      type: 'RecordRequest',
      centreId,
      ...asked,
      ...(await seenIn(tx, centreId, list)),
    });
    return change(visitor, id, record).catch((error: unknown) => {
      if (!isIdTaken(error)) throw error;
      // Asked twice at once it is there by now; another centre's is seen by nobody here.
      return asActor(visitor, 'privacy.change', async (tx) => {
        const request = await findRequest(parts, tx, id);
        return request ? viewOf(tx, request) : notFound();
      });
    });
  });

  serve(
    app,
    authentication,
    routes.privacyRequestAct,
    async ({ visitor, params, body, request }) => {
      const { requestId } = params;
      const asks = () => Promise.resolve(body);
      if (body.type !== 'ProposeErasing' && body.type !== 'ApproveErasing')
        return change(visitor, requestId, asks);
      const erased = await eraseWhereAgreed(parts, { visitor, id: requestId, command: body });
      if (erased && 'code' in erased) return new Failure(409, erased.code, erased.details);
      return change(visitor, requestId, asks, async (tx) => {
        if (!erased) return;
        await logAccess(tx, visitor, {
          at: clock.now(),
          action: 'person.erased',
          object: requestId,
          whom: erased.personId,
          result: 'request',
          origin: request.ip,
        });
      });
    },
  );

  serve(app, authentication, routes.privacyRequestAccess, ({ visitor, params, request: { ip } }) =>
    asActor(visitor, 'privacy.change', async (tx) => {
      const request = await findRequest(parts, tx, params.requestId);
      if (request?.kind !== 'access' || request.about.type === 'other') return notFound();
      // Nothing of a person is made ready for somebody of whom it is not known who he is.
      if (!request.identity) return new Failure(409, 'identiteit-niet-vastgesteld');
      const { about } = request;
      const asked = { keys: parts.keys, centreId: visitor.centreId, about, now: clock.now() };
      const given = await accessExportOf(tx, asked);
      if (!given) return notFound();
      const looked = {
        action: 'privacy-request.exported',
        object: request.id,
        whom: about.id,
      } as const;
      await logLook(tx, visitor, ip, looked);
      return given;
    }),
  );
}

/** Whose people were seen, as the list that was made of a breach says it: read anew, and by whoever records it. */
async function seenIn(
  tx: Transaction,
  centreId: string,
  list: BreachQuery | undefined,
): Promise<{ municipalityIds?: string[] }> {
  if (!list) return {};
  const { municipalities } = await readBreach(tx, centreId, list);
  return municipalities.length === 0 ? {} : { municipalityIds: municipalities.map(({ id }) => id) };
}

async function concernsOwn(tx: Transaction, command: PrivacyRequestCommand): Promise<boolean> {
  if (command.type === 'RecordRequest') return isKnown(tx, command.about);
  return command.type !== 'AddNotices' || areKnown(tx, command.municipalityIds);
}
