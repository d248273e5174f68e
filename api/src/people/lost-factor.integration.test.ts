// A lost second factor, over HTTP as pages ask it: two others let somebody set up a new one; and what another centre's people
// find of anybody here, which is nothing.
import { afterAll, describe, expect, test } from 'vitest';
import { verifyLog } from '../streams.ts';
import { addAccount, loggedIn } from '../testing/instance/accounts.ts';
import { Person, type Account } from '../testing/instance/person.ts';
import { openStaff } from '../testing/instance/staff.ts';

const {
  instance,
  api,
  haarlem,
  south,
  els,
  fred,
  dirk,
  fatima,
  gert,
  stranger,
  member,
  find,
  atWork,
} = await openStaff();
afterAll(() => instance.end());

describe('a lost second factor', () => {
  const seen = { seen: 'in-person' };
  const recover = (by: Person, account: Account, code: string) =>
    by.post('/api/recover', { email: account.email, password: account.password, code });

  test('one asks, another approves, the code with the password opens the way to a new one', async () => {
    const { account, person, id } = await atWork('centralist');
    expect((await dirk.post(`/api/factor-resets/${id}/ask`, seen)).status).toBe(200);
    expect(await dirk.post(`/api/factor-resets/${id}/approve`, {})).toMatchObject({
      status: 409,
      body: { error: { code: 'tweede-persoon-nodig' } },
    });
    const { status, body } = await els.post<{ code: string }>(
      `/api/factor-resets/${id}/approve`,
      {},
    );
    expect(status).toBe(200);
    const { code } = body;
    instance.secrets.add(code);
    const visitor = new Person(api);
    expect(
      (await recover(visitor, { ...account, password: 'not his password' }, code)).status,
    ).toBe(409);
    expect((await recover(visitor, account, '0000 0000')).status).toBe(409);
    expect((await person.get('/api/session')).status).toBe(200);
    expect((await recover(visitor, account, code)).status).toBe(200);
    expect((await recover(visitor, account, code)).status).toBe(409);
    expect((await person.get('/api/session')).status).toBe(401);
    const again = new Person(api);
    expect((await again.signIn(account.email, account.password)).body).not.toHaveProperty(
      'twoFactorRedirect',
    );
    expect((await again.get('/api/board')).status).toBe(401);
    expect((await visitor.get('/api/session')).body).toMatchObject({ mustSetUp: true });
    expect((await visitor.get('/api/board')).status).toBe(401);
    const page = (await member(id)).body;
    expect(page).toMatchObject({ factors: { passkeys: 0, codes: false }, factorReset: null });
    expect(page.history.slice(0, 4).map(({ what }) => what)).toEqual([
      'FactorsReset',
      'RecoveryCodeWrong',
      'FactorResetApproved',
      'FactorResetAsked',
    ]);
  });

  test('five wrong codes end it; a stranger who does not know the password ends nothing', async () => {
    const { account, id } = await atWork('centralist');
    await dirk.post(`/api/factor-resets/${id}/ask`, seen);
    const { body } = await els.post<{ code: string }>(`/api/factor-resets/${id}/approve`, {});
    const { code } = body;
    instance.secrets.add(code);
    const wrong = { ...account, password: 'guessed' };
    for (let guess = 0; guess < 6; guess += 1)
      await recover(new Person(api), wrong, `1111 111${guess}`);
    expect((await member(id)).body.factorReset).not.toBeNull();
    const [lines] = await instance.system.sql`
      select count(*)::int from access_log
      where user_id = ${id} and action = 'account.log-in-failed' and object = 'reset'`;
    expect(lines).toEqual({ count: 6 });
    for (let guess = 0; guess < 5; guess += 1)
      expect((await recover(new Person(api), account, `1111 111${guess}`)).status).toBe(409);
    expect((await member(id)).body.factorReset).toBeNull();
    expect((await recover(new Person(api), account, code)).status).toBe(409);
  });

  test('the code is of fifteen minutes, of one person, and of nobody once it was taken back', async () => {
    const { account, id } = await atWork('centralist');
    const other = await atWork('centralist');
    const given = async (to: string) => {
      expect((await dirk.post(`/api/factor-resets/${to}/ask`, seen)).status).toBe(200);
      const { body } = await els.post<{ code: string }>(`/api/factor-resets/${to}/approve`, {});
      instance.secrets.add(body.code);
      return body.code;
    };
    const stays = async (code: string) => {
      expect((await recover(new Person(api), account, code)).status).toBe(409);
      expect((await member(id)).body.factors.codes).toBe(true);
    };
    await given(id);
    await stays(await given(other.id));
    expect((await dirk.post(`/api/factor-resets/${id}/withdraw`, {})).status).toBe(200);

    const code = await given(id);
    await instance.owner.sql`
      update member_records set state = jsonb_set(state, '{reset,expiresAt}',
        to_jsonb(to_char((state #>> '{reset,expiresAt}')::timestamptz at time zone 'UTC'
          - interval '15 minutes', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      where id = ${id}`;
    await stays(code);

    const withdrawn = await given(id);
    expect((await fred.post(`/api/factor-resets/${id}/withdraw`, {})).status).toBe(200);
    await stays(withdrawn);

    const suspended = await given(id);
    expect((await els.post(`/api/members/${id}/suspend`, { reason: null })).status).toBe(200);
    expect((await recover(new Person(api), account, suspended)).status).toBe(409);
  });

  test('an officer helps the officers of his own municipality, and sees nobody else', async () => {
    const colleague = await atWork('oov-officer', haarlem);
    const griffier = await atWork('griffier', haarlem);
    const list = async (by: Person) =>
      (await by.get<{ people: { id: string }[] }>('/api/factor-resets')).body.people;
    const ids = (await list(fatima)).map(({ id }) => id);
    expect(ids).toContain(colleague.id);
    expect(ids).not.toContain(griffier.id);
    expect((await list(gert)).map(({ id }) => id)).not.toContain(colleague.id);
    expect((await fatima.post(`/api/factor-resets/${colleague.id}/ask`, seen)).status).toBe(200);
    expect((await gert.post(`/api/factor-resets/${colleague.id}/approve`, {})).status).toBe(404);
    expect((await fatima.post(`/api/factor-resets/${griffier.id}/ask`, seen)).status).toBe(409);
    expect(
      (await colleague.person.post(`/api/factor-resets/${colleague.id}/approve`, {})).status,
    ).toBe(409);
    expect((await dirk.post(`/api/factor-resets/${colleague.id}/approve`, {})).status).toBe(200);
    expect((await els.post(`/api/factor-resets/${colleague.id}/withdraw`, {})).status).toBe(200);
  });
});

test('another centre’s administrator finds nobody here, and changes nobody', async () => {
  const { id, account } = await atWork('centralist');
  expect(await find(account.email, stranger)).toEqual([]);
  expect((await member(id, stranger)).status).toBe(404);
  const attempts: [string, object][] = [
    [`/api/members/${id}/suspend`, { reason: null }],
    [`/api/members/${id}/end`, { reason: null }],
    [`/api/members/${id}/end-sessions`, {}],
    [`/api/members/${id}/invitation`, { way: 'printed' }],
    [`/api/factor-resets/${id}/ask`, { seen: 'in-person' }],
    [`/api/factor-resets/${id}/approve`, {}],
    [`/api/factor-resets/${id}/withdraw`, {}],
  ];
  expect((await dirk.post(`/api/factor-resets/${id}/ask`, { seen: 'in-person' })).status).toBe(200);
  const supervisor = await loggedIn(
    instance,
    api,
    await addAccount(instance, { role: 'supervisor', centreId: south.centreId }),
  );
  for (const [path, body] of attempts) {
    expect((await stranger.post(path, body)).status).toBe(404);
    const isReset = path.startsWith('/api/factor-resets');
    expect((await supervisor.post(path, body)).status).toBe(isReset ? 404 : 403);
  }
  expect((await member(id, fred)).body.factorReset).toMatchObject({ approved: null });
  expect((await member(id, fred)).body.status).toBe('active');
});

test('afterwards the log is whole', async () => {
  const { faults } = await verifyLog(instance.system, instance.keys);
  expect(faults.filter(({ streamType }) => streamType === 'member')).toEqual([]);
});
