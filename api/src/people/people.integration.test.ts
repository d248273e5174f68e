// People over HTTP as pages ask it: invited, let in, kept out and told what ends. One instance for all of it.
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { paperKind, type PaperKind } from '@achterwacht/shared/member/kinds.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { verifyLog } from '../streams.ts';
import { addAccount, loggedIn } from '../testing/instance/accounts.ts';
import { Desk, Person } from '../testing/instance/person.ts';
import { invite, openStaff, password, type Invited } from '../testing/instance/staff.ts';

const {
  instance,
  api,
  haarlem,
  south,
  els,
  dirk,
  stranger,
  invited,
  accept,
  member,
  find,
  whoIs,
  atWork,
} = await openStaff();
afterAll(() => instance.end());

describe('an invitation', () => {
  test('is shown once, lets in once, and nothing opens before there is a second factor', async () => {
    const { id, secret, email } = await invited();
    const visitor = new Person(api);
    expect((await visitor.post('/api/invitation/look', { secret })).body).toMatchObject({
      name: 'Noor Visser',
      email,
      role: 'centralist',
      needsFactor: true,
    });
    expect((await find(email)).map(({ status }) => status)).toEqual(['invited']);
    expect((await member(id)).body.lastLogInAt).toBeNull();
    expect((await accept(secret, 'wachtwoord123')).status).toBe(409);
    const noor = new Person(api);
    const chosen = { secret, password };
    instance.secrets.add(password);
    expect((await noor.post('/api/invitation/accept', chosen)).status).toBe(200);
    expect((await accept(secret)).status).toBe(410);
    expect((await visitor.post('/api/invitation/look', { secret })).status).toBe(410);

    expect((await noor.get('/api/session')).body).toMatchObject({ mustSetUp: true });
    for (const path of ['/api/board', `/api/members/${id}`, '/api/administration/tasks'])
      expect((await noor.get(path)).status).toBe(401);
    await expect(Desk.open(api, noor.cookie)).rejects.toThrow();
    // The password alone lets nobody in who has yet to set up his second factor.
    expect((await new Person(api).signIn(email, password)).status).toBe(401);
    const { body } = await member(id);
    expect(body).toMatchObject({
      status: 'active',
      invitation: null,
      sessions: 1,
      papers: 'missing',
    });
    expect(body.history.map(({ what }) => what)).toEqual(['InvitationAccepted', 'MemberInvited']);
    // Of his last log-in, as it stands in the access log, and of no attempt after it.
    const [line] = await instance.system.sql<{ at: Date }[]>`
      select max(at) as at from access_log where user_id = ${id} and action = 'account.log-in'`;
    expect(body.lastLogInAt).toBe(new Date(line!.at).toISOString());
    expect((await find(email))[0]?.lastLogInAt).toBe(body.lastLogInAt);
  });

  test('is read on in its language, unless he chose another where he used it', async () => {
    const readsAfter = async (chosen: object) => {
      const { secret } = await invited({ language: 'en' });
      const guest = new Person(api);
      await guest.post('/api/invitation/accept', { secret, password, ...chosen });
      return (await guest.get<{ language: string | null }>('/api/session')).body.language;
    };
    expect(await readsAfter({})).toBe('en');
    expect(await readsAfter({ language: 'nl' })).toBe('nl');
  });

  test('kept nowhere: neither its secret nor the name stands in what a backup holds', async () => {
    const { id, secret, email } = await invited({ name: 'Zonderling Weetniet' });
    const texts = await instance.system.sql<{ text: string }[]>`
      select text from log.events where stream_id = ${id}
      union all select state::text from member_records where id = ${id}`;
    expect(texts.length).toBeGreaterThan(1);
    for (const { text } of texts)
      for (const word of [secret, 'Zonderling', email]) expect(text).not.toContain(word);
    const [row] = await instance.system.sql<{ hash: string }[]>`
      select invitation_hash as hash from member_records where id = ${id}`;
    expect(row!.hash).toBe(createHash('sha256').update(secret).digest('hex'));
  });

  test('renewed or withdrawn: the former opens nothing; the address is free again', async () => {
    const { id, secret, email } = await invited();
    const renewed = await els.post<Invited>(`/api/members/${id}/invitation`, { way: 'printed' });
    expect(renewed.status).toBe(200);
    expect((await accept(secret)).status).toBe(410);
    expect(await els.post('/api/members', invite({ email }))).toMatchObject({
      status: 409,
      body: { error: { code: 'mailadres-bezet' } },
    });
    expect((await els.post(`/api/members/${id}/invitation/withdraw`, {})).status).toBe(200);
    const second = new URL(renewed.body.link).hash.slice(1);
    expect((await accept(second)).status).toBe(410);
    expect((await els.post('/api/members', invite({ email }))).status).toBe(200);
  });

  test('after seven days it is too old', async () => {
    const { id, secret } = await invited();
    await instance.owner.sql`
      update member_records set state = jsonb_set(state, '{invitation,expiresAt}',
        to_jsonb(to_char(now() - interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      where id = ${id}`;
    expect((await accept(secret)).status).toBe(410);
    await instance.owner.sql`delete from log.deadlines where subject_id = ${id}`;
    const renewed = await els.post(`/api/members/${id}/invitation`, { way: 'printed' });
    expect(renewed.status).toBe(200);
  });

  test('a hundred guesses open nothing and are slowed down', async () => {
    const guesser = new Person(api);
    const statuses = new Set<number>();
    for (let guess = 0; guess < 100; guess += 1)
      statuses.add(
        (await guesser.post('/api/invitation/look', { secret: `guess-${guess}` })).status,
      );
    expect([...statuses].sort()).toEqual([410, 429]);
  });

  test.each([
    [{ role: 'oov-officer' }, 'gemeente-ontbreekt'],
    [{ municipalityId: 'haarlem' }, 'gemeente-hoort-niet'],
    [{ role: 'oov-officer', municipalityId: 'south' }, 'gemeente-van-ander'],
  ] as [{ role?: Role; municipalityId?: string }, string][])(
    'as %o is refused: %s',
    async (wanted, code) => {
      const municipalityId =
        wanted.municipalityId === 'south' ? south.municipalityId : wanted.municipalityId && haarlem;
      const body = invite({ ...wanted, municipalityId: municipalityId ?? null });
      expect(await els.post('/api/members', body)).toMatchObject({
        status: 409,
        body: { error: { code } },
      });
    },
  );

  test('to be a police liaison or a treasurer is none', async () => {
    for (const role of ['police-liaison', 'treasurer'])
      expect((await els.post('/api/members', invite({ role }))).status).toBe(422);
  });
});

describe('whoever is kept out', () => {
  test('loses his session and his open desk, in this process and the next; restored he logs in again', async () => {
    const { account, person, id } = await atWork('centralist');
    const second = await instance.startApi();
    const desks = [await Desk.open(api, person.cookie), await Desk.open(second, person.cookie)];
    expect((await els.post(`/api/members/${id}/suspend`, { reason: 'verlof' })).status).toBe(200);
    // Before he asks anything: a question of his would close it too.
    for (const desk of desks) await desk.until('its end', ({ bye }) => bye === 'session-ended');
    for (const place of [api, second])
      expect((await person.at(place).get('/api/session')).status).toBe(401);
    await second.kill();
    const again = await loggedIn(instance, api, account);
    expect((await again.get('/api/session')).status).toBe(401);
    expect((await member(id)).body.suspended?.reason).toBe('verlof');
    expect((await els.post(`/api/members/${id}/restore`, {})).status).toBe(200);
    expect((await (await loggedIn(instance, api, account)).get('/api/session')).status).toBe(200);
  });

  test('who left has no log-in at all, and his history stays', async () => {
    const { account, person, id } = await atWork('griffier', haarlem);
    expect((await els.post(`/api/members/${id}/end`, { reason: null })).status).toBe(200);
    expect((await person.get('/api/session')).status).toBe(401);
    expect((await new Person(api).signIn(account.email, account.password)).status).toBe(401);
    expect(await find(account.email)).toEqual([]);
    expect((await member(id)).body.history[0]?.what).toBe('MemberEnded');
  });

  test('another role ends his sessions, another name does not', async () => {
    const { account, person, id } = await atWork('centralist');
    const change = async (wanted: object) => {
      const { version: expectedVersion } = (await member(id)).body;
      const { name, email } = account;
      const body = { expectedVersion, name, email, role: 'centralist', municipalityId: null };
      return els.post(`/api/members/${id}`, { ...body, ...wanted });
    };
    const email = `${randomUUID()}@voorbeeld.test`;
    expect((await change({ name: 'Anders', email })).status).toBe(200);
    expect(await whoIs(person)).toMatchObject({
      name: 'Anders',
      email,
    });
    expect((await change({ name: 'Anders', email, role: 'supervisor' })).status).toBe(200);
    expect((await person.get('/api/session')).status).toBe(401);
    expect((await new Person(api).signIn(email, account.password)).status).toBe(200);
  });

  test('ended sessions are over, and he may come again', async () => {
    const { account, person, id } = await atWork('centralist');
    expect((await els.post(`/api/members/${id}/end-sessions`, {})).status).toBe(200);
    expect((await person.get('/api/session')).status).toBe(401);
    expect((await (await loggedIn(instance, api, account)).get('/api/session')).status).toBe(200);
  });

  test('of two administrators who keep each other out at once one stays', async () => {
    const rows = await instance.system.sql<{ id: string }[]>`
      select user_id as id from members where centre_id = ${south.centreId}
        and role = 'administrator' and status = 'active'`;
    const other = await addAccount(instance, { role: 'administrator', centreId: south.centreId });
    const second = await loggedIn(instance, api, other);
    const user = await whoIs(second);
    for (const { id } of rows.slice(1))
      await stranger.post(`/api/members/${id}/suspend`, { reason: null });
    const { id: first } = await whoIs(stranger);
    const answers = await Promise.all([
      stranger.post(`/api/members/${user.id}/suspend`, { reason: null }),
      second.post(`/api/members/${first}/suspend`, { reason: null }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const [left] = await instance.system.sql<{ count: number }[]>`
      select count(*)::int as count from members where centre_id = ${south.centreId}
        and role = 'administrator' and status = 'active'`;
    expect(left!.count).toBe(1);
    await instance.owner
      .sql`update members set status = 'active' where user_id in (${first}, ${user.id})`;
  });
});

describe('a paper that expired', () => {
  const paper = (expires: string) => ({
    kind: 'pass',
    paper: { since: '2024-01-01', expires, number: '7' },
  });

  test('leaves whoever is at work at his desk, and keeps off duty whoever comes later', async () => {
    const { account, person, id } = await atWork('centralist');
    const desk = await Desk.open(api, person.cookie);
    await instance.owner.sql`
      update auth.session set created_at = now() - interval '1 year',
        proven_at = now() - interval '1 year' where user_id = ${id}`;
    expect((await els.post(`/api/members/${id}/papers`, paper('2026-01-31'))).status).toBe(200);
    expect((await person.get('/api/board')).status).toBe(200);
    desk.close();

    const later = await loggedIn(instance, api, account);
    expect((await later.get('/api/session')).body).toMatchObject({
      offDutySince: '2026-01-31T23:00:00.000Z',
      expiredPapers: [{ kind: 'pass', expires: '2026-01-31' }],
    });
    expect(await later.get('/api/board')).toMatchObject({
      status: 403,
      body: { error: { code: 'off-duty' } },
    });
    await expect(Desk.open(api, later.cookie)).rejects.toThrow();
    expect((await member(id)).body).toMatchObject({ papers: 'expired' });
    expect(await find(account.email)).toMatchObject([{ papers: 'expired' }]);

    expect((await els.post(`/api/members/${id}/papers`, paper('2099-01-31'))).status).toBe(200);
    expect((await later.get('/api/board')).status).toBe(200);
  });

  test('is a task for whoever administers or supervises', async () => {
    const { id } = await atWork('centralist');
    const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    await els.post(`/api/members/${id}/papers`, paper(soon));
    for (const by of [els, dirk]) {
      const { body } = await by.get<{ tasks: { kind: string; about: { id: string } | null }[] }>(
        '/api/administration/tasks',
      );
      const { tasks } = body;
      expect(tasks).toContainEqual(
        expect.objectContaining({
          kind: 'papers-end',
          about: expect.objectContaining({ id }) as object,
        }),
      );
    }
  });
});

test('papers are a step of setting up until two centralists have all four, none of them expired', async () => {
  const two = [await atWork('centralist'), await atWork('centralist')];
  const isAsked = async () => {
    const { body } = await els.get<{ tasks: { kind: string }[] }>('/api/administration/tasks');
    return body.tasks.some(({ kind }) => kind === 'papers');
  };
  const record = (id: string, kind: PaperKind, expires: string) =>
    els.post(`/api/members/${id}/papers`, {
      kind,
      paper: { since: '2024-01-01', expires, number: null },
    });
  for (const { id } of two)
    for (const kind of paperKind.options) {
      expect(await isAsked()).toBe(true);
      expect((await record(id, kind, '2099-01-31')).status).toBe(200);
    }
  expect(await isAsked()).toBe(false);
  await record(two[0]!.id, 'pass', '2026-01-31');
  expect(await isAsked()).toBe(true);
});

test('afterwards the log is whole', async () => {
  const { faults } = await verifyLog(instance.system, instance.keys);
  expect(faults.filter(({ streamType }) => streamType === 'member')).toEqual([]);
});
