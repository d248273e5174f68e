// The log-in page of the demo lists its accounts. In real use this answers 404, whatever lies in the
// data folder.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { Authentication } from '../access/authentication.ts';
import { usedCodes } from '../access/log-in/one-time-codes.ts';
import type { Database } from '../db/connect.ts';
import { notFound, serve } from '../http/server.ts';
import { codeOf, readDemoAccounts } from './accounts-file.ts';

type Parts = {
  authentication: Authentication;
  accounts: Database;
  demo: boolean;
  dataFolder: string;
};

export function serveDemo(app: FastifyInstance, parts: Parts): void {
  serve(app, parts.authentication, routes.demoAccounts, async () => {
    const accounts = parts.demo ? await readDemoAccounts(parts.dataFolder) : null;
    if (!accounts) return notFound();
    const withCode = accounts.map(async (account) => ({
      ...account,
      code: codeOf(account, await usedCodes(parts.accounts, account.email)),
    }));
    return { accounts: await Promise.all(withCode) };
  });
}
