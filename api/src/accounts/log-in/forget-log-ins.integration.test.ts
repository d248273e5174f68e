// Who was logged in where is not known by sessions that ended, and the tables of log-ins do not grow for ever.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../testing/fresh-database.ts';
import { forgetLogInsJob } from './forget-log-ins.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('what is over goes, and what counts stays', async () => {
  const { system, superuser } = database;
  const userId = randomUUID();
  await superuser`
    insert into auth.user (id, name, email, email_verified, created_at, updated_at)
    values (${userId}, 'Anna', 'anna@noord.test', true, now(), now())`;
  for (const [token, ends] of [
    ['over', '-1 second'],
    ['counts', '1 minute'],
  ] as const) {
    await superuser`
      insert into auth.session (id, token, user_id, created_at, updated_at, expires_at, ip_address)
      values (${randomUUID()}, ${token}, ${userId}, now(), now(), now() + ${ends}::interval, '192.0.2.7')`;
    await superuser`
      insert into auth.verification (id, identifier, value, expires_at, created_at, updated_at)
      values (${randomUUID()}, ${token}, 'x', now() + ${ends}::interval, now(), now())`;
    await superuser`
      insert into auth.rate_limit (id, key, count, last_request)
      values (${randomUUID()}, ${token}, 1,
        extract(epoch from now() + ${ends}::interval * 90000)::bigint * 1000)`;
  }
  const { round } = forgetLogInsJob(system);
  await round({} as never, { good: () => {} } as never, AbortSignal.timeout(5_000)); // of a round nothing else is asked
  const left = await superuser`
    select token as what from auth.session union all select identifier from auth.verification
    union all select key from auth.rate_limit`;
  expect(left.map(({ what }) => what as string)).toEqual(['counts', 'counts', 'counts']);
});
