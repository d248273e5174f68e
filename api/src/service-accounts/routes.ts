// Service accounts over HTTP. A token is in one answer, of the request that made it, and in nothing that is kept.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { ServiceAccountView } from '@achterwacht/shared/routes/service-accounts.ts';
import type { ServiceAccountCommand } from '@achterwacht/shared/service-account/commands.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../db/connect.ts';
import { serviceTokens } from '../db/schema/service-accounts.ts';
import { Failure, notFound, serve } from '../http/server.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { changeServiceAccount } from './change-service-account.ts';
import { readOwners, readServiceAccounts } from './read-service-accounts.ts';
import { makeToken } from './token.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  keys: KeyRing;
  clock: Clock;
};

const permission = 'service-account.change';

export function serveServiceAccounts(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, keys } = parts;

  serve(app, authentication, routes.serviceAccounts, ({ visitor }) =>
    asActor(visitor, permission, async (tx) => ({
      accounts: await readServiceAccounts(tx, keys),
      owners: await readOwners(tx),
    })),
  );

  /** A command, what goes with it in the same transaction, and the account as it is then. */
  const change = (
    visitor: Visitor,
    accountId: string,
    command: ServiceAccountCommand,
    beside: (tx: Transaction) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<ServiceAccountView | Failure> =>
    withKeysMade(keys, () =>
      asActor(visitor, permission, async (tx) => {
        const changed = await changeServiceAccount(parts, tx, { accountId, command, visitor });
        if ('code' in changed)
          return changed.code === 'not-found'
            ? notFound()
            : new Failure(409, changed.code, changed.details);
        await beside(tx);
        const [account] = await readServiceAccounts(tx, keys, accountId);
        return account ?? notFound();
      }),
    );

  serve(app, authentication, routes.serviceAccountMake, ({ visitor, body }) =>
    change(visitor, randomUUID(), {
      type: 'MakeServiceAccount',
      centreId: visitor.centreId,
      ...body,
    }),
  );

  serve(app, authentication, routes.serviceAccountChange, ({ visitor, params, body }) =>
    change(visitor, params.accountId, { type: 'ChangeServiceAccount', ...body }),
  );

  serve(app, authentication, routes.serviceAccountEnd, ({ visitor, params }) =>
    change(visitor, params.accountId, { type: 'EndServiceAccount' }),
  );

  serve(app, authentication, routes.serviceTokenIssue, async ({ visitor, params, body }) => {
    const tokenId = randomUUID();
    const { token, hash } = makeToken(tokenId);
    const kept = { id: tokenId, centreId: visitor.centreId, serviceAccountId: params.accountId };
    const issue = { type: 'IssueToken', tokenId, ...body } as const;
    const account = await change(visitor, params.accountId, issue, ({ db }) =>
      db.insert(serviceTokens).values({ ...kept, hash }),
    );
    return account instanceof Failure ? account : { account, token };
  });

  serve(app, authentication, routes.serviceTokenRevoke, ({ visitor, params }) =>
    change(visitor, params.accountId, { type: 'RevokeToken', tokenId: params.tokenId }),
  );
}
