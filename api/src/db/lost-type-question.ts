// The driver asks every new connection for the array types by itself, and nobody listens to the answer
// (postgres.js 3.4, issue 1192). A connection that is lost in that moment would end the whole process,
// although whoever wanted the connection is told in the usual way. It cannot be switched off either:
// without the question a reserved connection never comes (issue 1219).
import type { Logger } from '../logger.ts';

/** For the whole process. Every other rejection that nobody awaits still ends it. */
export function outliveLostTypeQuestions(log: Logger): void {
  process.on('unhandledRejection', (error) => {
    if (!isTypeQuestion(error)) throw error;
    log.warn({ error }, 'a connection to Postgres was lost as it opened');
  });
}

/** The driver notes on its errors the statement that was under way. */
function isTypeQuestion(error: unknown): boolean {
  if (!(error instanceof Error) || !('query' in error)) return false;
  return typeof error.query === 'string' && error.query.includes('pg_catalog.pg_type');
}
