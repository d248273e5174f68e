// The routes by which a person changes what he logs in with. Each asks the same first: was this session made a moment
// ago with what he has. The first factor of all makes a full log-in of the session that set it up.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { Factors } from '@achterwacht/shared/routes/profile.ts';
import { logAccount, type AccountAction } from '../../access/account-log.ts';
import { beginCodes, confirmCodes, removeCodes } from '../../access/factors/codes.ts';
import {
  hasFactor,
  holdingOf,
  mayChange,
  mayRemove,
  readFactors,
  type Holding,
} from '../../access/factors/factors.ts';
import {
  addPasskey,
  mostPasskeys,
  passkeyOptions,
  takeChallenge,
} from '../../access/factors/passkeys.ts';
import { drawRecoveryCodes, keepRecoveryCodes } from '../../access/factors/recovery-codes.ts';
import type { MadeWith } from '../../access/sessions/made-with.ts';
import { endOthers, renewSession } from '../../access/sessions/sessions.ts';
import type { TransactionSql } from '../../db/connect.ts';
import { Failure, notFound, serve } from '../../http/server.ts';
import { setCookie, withHolding, type AccountParts, type Asked } from '../account-parts.ts';

export function serveFactors(app: FastifyInstance, parts: AccountParts): void {
  const { authentication, secret: key } = parts;

  serve(app, authentication, routes.factors, (asked) =>
    withHolding(parts, asked, (sql, holding) => readFactors(sql, holding)),
  );

  serve(app, authentication, routes.passkeyOptions, (asked) =>
    changing(parts, asked, async (sql, holding) => {
      if (holding.passkeys >= mostPasskeys) return new Failure(409, 'too-many-passkeys');
      const whose = { ...holding, email: await emailOf(sql, holding), name: asked.visitor.name };
      return passkeyOptions(sql, parts, whose);
    }),
  );

  serve(app, authentication, routes.addPasskey, async (asked) => {
    const { name, answer } = asked.body;
    // Apart, so that a challenge that was answered is gone whatever comes of it.
    const challenge = await withHolding(parts, asked, (sql, { sessionId }) =>
      takeChallenge(sql, sessionId),
    );
    if (challenge instanceof Failure) return challenge;
    if (challenge === null) return new Failure(409, 'passkey-not-made');
    return changing(parts, asked, async (sql, holding) => {
      const id = await addPasskey(sql, parts, { userId: holding.userId, name, answer, challenge });
      if (!id) return new Failure(409, 'passkey-not-made');
      return added(parts, asked, sql, { holding, factor: `passkey:${id}` });
    });
  });

  serve(app, authentication, routes.renamePasskey, (asked) =>
    withHolding(parts, asked, async (sql, holding) => {
      const { count } = await sql`
        update auth.passkey set name = ${asked.body.name}
        where id = ${asked.params.id} and user_id = ${holding.userId}`;
      return count === 1 ? readFactors(sql, holding) : notFound();
    }),
  );

  serve(app, authentication, routes.removePasskey, (asked) =>
    removing(parts, asked, `passkey:${asked.params.id}`, {
      has: async (sql, { userId }) => {
        const { count } = await sql`
          select from auth.passkey where id = ${asked.params.id} and user_id = ${userId}`;
        return count === 1;
      },
      remove: (sql) => sql`delete from auth.passkey where id = ${asked.params.id}`,
    }),
  );

  serve(app, authentication, routes.beginCodes, (asked) =>
    changing(parts, asked, async (sql, holding) =>
      beginCodes(sql, { ...holding, email: await emailOf(sql, holding), key }),
    ),
  );

  serve(app, authentication, routes.confirmCodes, (asked) =>
    changing(parts, asked, async (sql, holding) => {
      const { code } = asked.body;
      if (!(await confirmCodes(sql, { ...holding, key, code })))
        return new Failure(409, 'code-wrong');
      // Of the secret that this one takes the place of, nothing lives on.
      if (holding.hasCodes) await endRest(sql, holding, 'codes', asked.request.ip);
      return added(parts, asked, sql, { holding, factor: 'code' });
    }),
  );

  serve(app, authentication, routes.removeCodes, (asked) =>
    removing(parts, asked, 'code', {
      has: async (_sql, { hasCodes }) => hasCodes,
      remove: (sql, { userId }) => removeCodes(sql, userId),
    }),
  );

  serve(app, authentication, routes.makeRecoveryCodes, async (asked) => {
    const why = await changing(parts, asked, (_sql, holding) =>
      Promise.resolve(noCodesYet(holding)),
    );
    if (why) return why;
    const drawn = await drawRecoveryCodes();
    return changing(parts, asked, async (sql, holding) => {
      const whyNow = noCodesYet(holding);
      if (whyNow) return whyNow;
      await keepRecoveryCodes(sql, holding.userId, drawn);
      await log(sql, holding, 'recovery-codes-made', 'recovery-codes', asked.request.ip);
      return { codes: drawn.codes };
    });
  });
}

/** Asked before they are hashed, which takes a while, and once more when they are kept. */
const noCodesYet = (holding: Holding) =>
  hasFactor(holding) ? null : new Failure(409, 'no-such-factor');

function changing<T>(
  parts: AccountParts,
  asked: Asked,
  work: (sql: TransactionSql, holding: Holding) => Promise<T | Failure>,
): Promise<T | Failure> {
  return withHolding(parts, asked, async (sql, holding) => {
    const problem = mayChange(holding);
    return problem ? new Failure(409, problem) : work(sql, holding);
  });
}

async function removing(
  parts: AccountParts,
  asked: Asked,
  factor: MadeWith,
  kept: {
    has: (sql: TransactionSql, holding: Holding) => Promise<boolean>;
    remove: (sql: TransactionSql, holding: Holding) => PromiseLike<unknown>;
  },
): Promise<Factors | Failure> {
  const removed = await withHolding(parts, asked, async (sql, holding) => {
    if (!(await kept.has(sql, holding))) return notFound();
    const problem = mayRemove(holding, factor);
    if (problem) return new Failure(409, problem);
    await kept.remove(sql, holding);
    await log(sql, holding, 'factor-removed', factor, asked.request.ip);
    await endRest(sql, holding, factor, asked.request.ip);
    return readFactors(sql, (await holdingOf(sql, holding.sessionId)) ?? holding);
  });
  if (!(removed instanceof Failure)) parts.changed();
  return removed;
}

/** Whoever set up his first is logged in by it: he showed it this moment. */
async function added(
  parts: AccountParts,
  { request, reply }: Asked,
  sql: TransactionSql,
  { holding, factor }: { holding: Holding; factor: MadeWith },
): Promise<Factors> {
  await log(sql, holding, 'factor-added', factor, request.ip);
  const isFirst = holding.madeWith === 'invitation' || holding.madeWith === 'reset';
  if (isFirst) {
    const renewed = await renewSession(sql, { id: holding.sessionId, madeWith: factor });
    await setCookie(parts, reply, renewed);
    await log(sql, holding, 'log-in', factor, request.ip);
  }
  return readFactors(sql, (await holdingOf(sql, holding.sessionId)) ?? holding);
}

async function endRest(sql: TransactionSql, holding: Holding, why: string, origin: string) {
  const { userId, sessionId } = holding;
  if ((await endOthers(sql, { userId, but: sessionId })) > 0)
    await log(sql, holding, 'sessions-ended', why, origin);
}

function log(
  sql: TransactionSql,
  { userId }: Holding,
  action: AccountAction,
  object: string,
  origin: string,
): Promise<void> {
  return logAccount(sql, { userId, action, object, origin });
}

async function emailOf(sql: TransactionSql, { userId }: Holding): Promise<string> {
  const [row] = await sql<{ email: string }[]>`select email from auth.user where id = ${userId}`;
  return row?.email ?? '';
}
