// Whom a token lets in, and until when; what is kept of it, and who can read that.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServiceAccountCommand } from '@achterwacht/shared/service-account/commands.ts';
import type { Visitor } from '../access/as-actor.ts';
import { connect } from '../db/connect.ts';
import { limitsOf } from '../db/pools.ts';
import { serviceTokens } from '../db/schema/service-accounts.ts';
import { foldAnew } from '../log/fold-anew.ts';
import { withKeysMade } from '../sealing/key-ring.ts';
import { verifyLog } from '../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { addAdministrator } from '../testing/settings.ts';
import { changeServiceAccount } from './change-service-account.ts';
import { createServiceDoor, type ServiceDoor } from './door.ts';
import { readServiceAccounts } from './read-service-accounts.ts';
import { serviceAccountTasks } from './service-account-tasks.ts';
import { serviceAccountRows } from './service-account-row.ts';
import { makeToken } from './token.ts';

let centre: AlarmCentre;
let els: Visitor;
let door: ServiceDoor;
let accountId: string;

beforeEach(async () => {
  centre = await openAlarmCentre();
  els = await addAdministrator(centre, 'Els');
  door = createServiceDoor({ accounts: centre.system, clock: centre.clock });
  accountId = randomUUID();
  expect(await ask(make())).toMatchObject({ name: 'Jaarcijfers', tokens: [] });
});
afterEach(() => centre.end());

const purpose = 'Cijfers voor het jaarverslag van mevrouw Jansen';
const make = (name = 'Jaarcijfers'): ServiceAccountCommand => ({
  type: 'MakeServiceAccount',
  centreId: centre.centreId,
  name,
  purpose,
  ownerId: els.id,
  scopes: ['answer-times.read'],
});

const ask = (command: ServiceAccountCommand, visitor = els, id = accountId) =>
  withKeysMade(centre.keys, () =>
    centre.asActor(visitor, 'service-account.change', (tx) =>
      changeServiceAccount(centre, tx, { accountId: id, command, visitor }),
    ),
  );

async function issue(days: number): Promise<{ tokenId: string; token: string }> {
  const tokenId = randomUUID();
  const { token, hash } = makeToken(tokenId);
  expect(await ask({ type: 'IssueToken', tokenId, label: 'server', days })).toHaveProperty('id');
  const { centreId } = centre;
  await centre.asActor(els, 'service-account.change', ({ db }) =>
    db.insert(serviceTokens).values({ id: tokenId, centreId, serviceAccountId: accountId, hash }),
  );
  return { tokenId, token };
}

const enter = (token: string) => door.enter(`Bearer ${token}`);
const seen = async () =>
  (
    await centre.asActor(els, 'service-account.change', (tx) =>
      readServiceAccounts(tx, centre.keys),
    )
  )[0]!;

test('a token lets its program in, at its centre and with what it was given', async () => {
  const { token, tokenId } = await issue(30);
  expect(await enter(token)).toEqual({
    status: 'in',
    service: {
      type: 'service',
      id: accountId,
      name: 'Jaarcijfers',
      centreId: centre.centreId,
      municipalityId: null,
      tokenId,
      scopes: ['answer-times.read'],
    },
  });
});

test('until its own end, while the one that takes its place counts on', async () => {
  const first = await issue(1);
  const second = await issue(365);
  centre.clock.advance(86_400_000 - 1);
  expect(await enter(first.token)).toMatchObject({ status: 'in' });
  centre.clock.advance(1);
  expect(await enter(first.token)).toMatchObject({ status: 'refused', why: 'expired' });
  expect(await enter(second.token)).toMatchObject({ status: 'in' });
});

test('what is revoked, ended, or given less, counts with the next request', async () => {
  const [first, second] = [await issue(30), await issue(30)];
  await ask({ type: 'RevokeToken', tokenId: first.tokenId });
  expect(await enter(first.token)).toMatchObject({ status: 'refused', why: 'revoked' });
  const { type: _type, ...words } = make();
  const changed = { ...words, type: 'ChangeServiceAccount', expectedVersion: 4 } as const;
  await ask({ ...changed, scopes: ['system.read'] } as ServiceAccountCommand);
  expect(await enter(second.token)).toMatchObject({ service: { scopes: ['system.read'] } });
  await ask({ type: 'EndServiceAccount' });
  expect(await enter(second.token)).toMatchObject({ status: 'refused', why: 'ended' });
});

test('another secret, another id, half of one and none of it are all unknown', async () => {
  const { token, tokenId } = await issue(30);
  const guesses = [
    makeToken(tokenId).token,
    makeToken(randomUUID()).token,
    token.slice(0, -1),
    `${token} x`,
    '',
  ];
  for (const guess of guesses) expect(await enter(guess)).toEqual({ status: 'unknown' });
  for (const header of [token, `Basic ${token}`, 'Bearer', `Bearer ${token},${token}`])
    expect(await door.enter(header)).toEqual({ status: 'unknown' });
});

test('neither the token nor its secret stands anywhere, and what was typed only sealed', async () => {
  const { token } = await issue(30);
  const secret = token.slice(35, 99);
  const kept = await centre.system.sql<{ text: string }[]>`
    select text from log.events where stream_type = 'service-account'
    union all select service_accounts::text from service_accounts
    union all select service_tokens::text from service_tokens`;
  expect(kept.length).toBe(4);
  for (const { text } of kept) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain('Jansen');
  }
  expect((await seen()).purpose).toBe(purpose);
});

test('uses are counted by the day, and none is an event', async () => {
  const { tokenId } = await issue(30);
  expect((await seen()).tokens).toMatchObject([{ uses: 0, lastUsedOn: null }]);
  const { version } = await seen();
  for (let use = 0; use < 3; use += 1) door.countUse(tokenId);
  await door.keepCounts();
  await door.keepCounts();
  expect((await seen()).tokens).toMatchObject([{ uses: 3, lastUsedOn: '2026-03-02' }]);
  centre.clock.advance(86_400_000);
  door.countUse(tokenId);
  await door.keepCounts();
  expect((await seen()).tokens).toMatchObject([{ uses: 4, lastUsedOn: '2026-03-03' }]);
  expect((await seen()).version).toBe(version);
});

test('of ten thousand tokens one is found by its key', async () => {
  await issue(30);
  await centre.database.superuser`
    insert into service_tokens (id, centre_id, service_account_id, hash)
    select gen_random_uuid(), ${centre.centreId}, ${accountId}, ''
    from generate_series(1, 10000)`;
  await centre.database.superuser`analyze service_tokens`;
  const plan = await centre.system.sql<{ 'QUERY PLAN': string }[]>`
    explain select hash, state from service_tokens
      join service_accounts on service_accounts.id = service_account_id
    where service_tokens.id = ${randomUUID()}`;
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('service_tokens_pkey');
});

test('no name is given twice, and one that ended is free', async () => {
  expect(await ask(make('jaarcijfers'), els, randomUUID())).toMatchObject({
    code: 'koppeling-bestaat',
  });
  await ask({ type: 'EndServiceAccount' });
  expect(await ask(make(), els, randomUUID())).toMatchObject({ name: 'Jaarcijfers' });
});

test('nobody of another centre answers for one, nor anybody of a municipality', async () => {
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const [other] = [{ ...make('Andere'), ownerId: south.anna.id } as ServiceAccountCommand];
  expect(await ask(other, els, randomUUID())).toMatchObject({
    code: 'verantwoordelijke-onbekend',
  });
});

test('the database lets administrators of the centre write, its staff read, and none of them a hash', async () => {
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const hans = await addAdministrator({ ...centre, ...south }, 'Hans');
  await issue(30);
  const asked = (visitor: Visitor, text: string) =>
    centre
      .asActor(visitor, 'session.read', async ({ sql }) => (await sql.unsafe(text)).count)
      .catch((error: Error) => error.message);
  const read = `select from service_accounts`;
  const change = `update service_accounts set version = version where true`;
  expect(await asked(els, read)).toBe(1);
  expect(await asked(centre.anna, read)).toBe(1);
  expect(await asked(hans, read)).toBe(0);
  expect(await asked(els, change)).toBe(1);
  expect(await asked(centre.dirk, change)).toBe(0);
  expect(await asked(hans, change)).toBe(0);
  expect(await asked(els, `select hash from service_tokens`)).toMatch(/permission denied/);
  expect(await asked(els, `update service_tokens set uses = 0`)).toMatch(/permission denied/);
  const forged = `insert into service_tokens (id, centre_id, service_account_id, hash)
    select gen_random_uuid(), '${south.centreId}', '${accountId}', ''`;
  expect(await asked(hans, forged)).toMatch(/row-level security/);
});

test('whose last token ends soon, and whose owner is gone, is something to do', async () => {
  await issue(31);
  const tasks = () =>
    centre.asActor(els, 'task.read', async (tx) => [
      ...(await serviceAccountTasks(tx, { centreId: centre.centreId, now: centre.clock.now() })),
    ]);
  expect(await tasks()).toEqual([]);
  centre.clock.advance(2 * 86_400_000);
  const about = { id: accountId, name: 'Jaarcijfers' };
  expect(await tasks()).toEqual([{ kind: 'tokens-end', about, dueAt: '2026-04-02T08:00:00.000Z' }]);
  const hans = await addAdministrator(centre, 'Hans');
  await centre.database.superuser`
    update members set status = 'suspended' where user_id = ${els.id}`;
  els = hans;
  expect(await tasks()).toMatchObject([{ kind: 'tokens-end' }, { kind: 'service-account-owner' }]);
});

test('its log is whole, and its row is folded anew from it', async () => {
  await issue(30);
  await centre.database.superuser`update service_accounts set fold_version = 0, name = 'x',
    state = jsonb_set(state, '{scopes}', '["system.read"]')`;
  const owner = connect(centre.database.ownerUrl, { name: 'test', ...limitsOf.command });
  const folded = await foldAnew(serviceAccountRows, owner, () => centre.keys);
  await owner.end();
  expect(folded).toMatchObject({ rows: 1, setAside: [], changed: [{ fields: ['scopes'] }] });
  expect(await seen()).toMatchObject({ name: 'Jaarcijfers', scopes: ['answer-times.read'] });
  expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
});
