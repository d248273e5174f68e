// The log-in page of the demo lists its accounts. In real use this answers 404, whatever lies in the
// data folder.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes.ts';
import type { Authentication } from '../access/authentication.ts';
import { notFound, serve } from '../http/server.ts';
import { codeOf, readDemoAccounts } from './accounts-file.ts';

type Parts = { authentication: Authentication; demo: boolean; dataFolder: string };

export function serveDemo(app: FastifyInstance, { authentication, demo, dataFolder }: Parts): void {
  serve(app, authentication, routes.demoAccounts, async () => {
    const accounts = demo ? await readDemoAccounts(dataFolder) : null;
    if (!accounts) return notFound();
    return { accounts: accounts.map((account) => ({ ...account, code: codeOf(account) })) };
  });
}
