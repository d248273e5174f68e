// Persons over HTTP. Whether one is another municipality's or none at all, the answer is the same: not found.
import type { FastifyInstance } from 'fastify';
import type { PersonCommand } from '@achterwacht/shared/person/commands.ts';
import { reasonText, type SaidReason } from '@achterwacht/shared/person/look-reason.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { randomUUID } from 'node:crypto';
import { logAccess } from '../access/access-log.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { FindAddresses } from '../addresses/find-addresses.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { isIdTaken } from '../db/errors.ts';
import { Failure, notFound, serve } from '../http/server.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { changePerson } from './change-person.ts';
import {
  accountsFor,
  listPersons,
  looksAt,
  readSheet,
  reasonStanding,
  sheetOf,
} from './person-queries.ts';
import { takeOverPerson } from './take-over-persons.ts';

type Parts = {
  background: Database;
  authentication: Authentication;
  asActor: AsActor;
  keys: KeyRing;
  clock: Clock;
  findAddresses: FindAddresses;
};

export function servePersons(app: FastifyInstance, parts: Parts): void {
  const { background, authentication, asActor, keys, clock, findAddresses } = parts;

  /** One whom the release before wrote meanwhile has a history from now on. */
  const takeOver = (personId: string) =>
    withKeysMade(keys, () =>
      background.transaction(async (tx) => {
        const waiting = await tx.sql`select from holders where id = ${personId} and state is null`;
        if (waiting.length > 0) await takeOverPerson(parts, tx, personId);
      }),
    );

  serve(app, authentication, routes.persons, ({ visitor, query, request }) =>
    asActor(visitor, 'person.read', async (tx) => {
      const page = await listPersons(tx, visitor, query, clock.now());
      await logAccess(tx, visitor, {
        at: clock.now(),
        action: 'person.listed',
        object: 'persons',
        whom: null,
        result: 'shown',
        origin: request.ip,
      });
      return page;
    }),
  );

  /** Said once, it counts for a while: what stands is written down with each further look. */
  serve(app, authentication, routes.person, async ({ visitor, params: { personId }, request }) => {
    await takeOver(personId);
    return asActor(visitor, 'person.read', async (tx) => {
      const reason = await reasonStanding(tx, personId, clock.now());
      const sheet = await readSheet(tx, keys, visitor, { personId, isOpened: reason !== null });
      if (!sheet) return notFound();
      await logSheet(tx, visitor, { personId, reason, origin: request.ip });
      return sheet;
    });
  });

  serve(app, authentication, routes.personOpen, async ({ visitor, params, body, request }) => {
    const { personId } = params;
    await takeOver(personId);
    return asActor(visitor, 'person.read', async (tx) => {
      const sheet = await readSheet(tx, keys, visitor, { personId, isOpened: true });
      if (!sheet) return notFound();
      await logSheet(tx, visitor, { personId, reason: body, origin: request.ip });
      return sheet;
    });
  });

  type SheetLook = { personId: string; reason: SaidReason | null; origin: string };
  const logSheet = (tx: Transaction, visitor: Visitor, { personId, reason, origin }: SheetLook) =>
    logAccess(tx, visitor, {
      at: clock.now(),
      action: reason ? 'person.opened' : 'person.identity',
      object: personId,
      whom: personId,
      result: reason ? reasonText(reason) : 'shown',
      origin,
    });

  /**
   * A command, and in the same transaction what stands there since, which is a look as well: of whoever writes a part
   * that stays closed without a reason, writing it is one.
   */
  const change = async (
    { visitor, origin }: { visitor: Visitor; origin: string },
    personId: string,
    command: PersonCommand,
  ) => {
    if (command.type !== 'AddPerson') await takeOver(personId);
    const permission =
      command.type === 'ChangeAgreements' ? 'person.agreements' : ('person.change' as const);
    return withKeysMade(keys, () =>
      asActor(visitor, permission, async (tx) => {
        const { type, id, name, role } = visitor;
        const actor = { type, id, name, role };
        const changed = await changePerson(parts, tx, { personId, command, actor });
        if ('details' in changed)
          return changed.code === 'not-found'
            ? notFound()
            : new Failure(409, changed.code, changed.details);
        const reason =
          (await reasonStanding(tx, changed.id, clock.now())) ??
          (opensByItself.has(command.type) ? ({ why: 'update' } as const) : null);
        await logSheet(tx, visitor, { personId: changed.id, reason, origin });
        return (await sheetOf(tx, role, changed, reason !== null)) ?? notFound();
      }),
    );
  };

  serve(app, authentication, routes.personAdd, async ({ visitor, body, request }) => {
    const { personId = randomUUID(), ...said } = body;
    // Nobody adds to another municipality than his own; it is not said that there is one.
    if (visitor.municipalityId !== null && visitor.municipalityId !== body.municipalityId)
      return notFound();
    const { centreId } = visitor;
    const asked = { visitor, origin: request.ip };
    const added = change(asked, personId, { type: 'AddPerson', centreId, ...said });
    // Under an id of his choice stands somebody whom he does not see.
    return added.catch((error: unknown) => {
      if (isIdTaken(error)) return notFound();
      throw error;
    });
  });

  serve(app, authentication, routes.personIdentity, ({ visitor, params, body, request }) =>
    change({ visitor, origin: request.ip }, params.personId, { type: 'ChangeIdentity', ...body }),
  );

  serve(app, authentication, routes.personCircumstances, ({ visitor, params, body, request }) => {
    const { expectedVersion, circumstances } = body;
    return change({ visitor, origin: request.ip }, params.personId, {
      type: 'ChangeCircumstances',
      expectedVersion,
      circumstances: {
        ...circumstances,
        places: circumstances.places.map(withId),
        contacts: circumstances.contacts.map(withId),
      },
    });
  });

  serve(app, authentication, routes.personWords, ({ visitor, params, body, request }) =>
    change({ visitor, origin: request.ip }, params.personId, { type: 'SetWords', ...body }),
  );

  serve(app, authentication, routes.personAgreements, ({ visitor, params, body, request }) =>
    change({ visitor, origin: request.ip }, params.personId, { type: 'ChangeAgreements', ...body }),
  );

  serve(app, authentication, routes.personAccount, ({ visitor, params, body, request }) =>
    change({ visitor, origin: request.ip }, params.personId, { type: 'TieAccount', ...body }),
  );

  serve(app, authentication, routes.personAccounts, ({ visitor, params }) =>
    asActor(visitor, 'person.change', async (tx) => {
      const accounts = await accountsFor(tx, params.personId);
      return accounts ? { accounts } : notFound();
    }),
  );

  serve(app, authentication, routes.personLooks, ({ visitor, params, query }) =>
    asActor(
      visitor,
      'person.read',
      async (tx) => (await looksAt(tx, { ...params, ...query, visitor })) ?? notFound(),
    ),
  );

  serve(app, authentication, routes.addresses, ({ query }) => findAddresses(query.search));
}

/** Name, telephones and log-in are changed without seeing the rest; whoever adds somebody goes on to write it. */
const opensByItself: ReadonlySet<PersonCommand['type']> = new Set([
  'AddPerson',
  'ChangeCircumstances',
  'SetWords',
  'ChangeAgreements',
]);

const withId = <One extends { id: string | null }>(one: One) => ({
  ...one,
  id: one.id ?? randomUUID(),
});
