// Coming in by a work account: through a kept provider and real redirects, into a real session; and everybody whom it
// must not let in.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { OidcProvider } from '@achterwacht/shared/setting/kinds/oidc.ts';
import { addAccount, loggedIn } from '../../testing/instance/accounts.ts';
import { codeOf, Person, type Account, type Answer } from '../../testing/instance/person.ts';
import { addSecondCentre } from '../../testing/instance/second-centre.ts';
import {
  startInstance,
  until,
  type ApiProcess,
  type Instance,
} from '../../testing/instance/test-instance.ts';
import { set } from '../../testing/settings.ts';
import {
  clientId,
  clientSecret,
  openWorkAccounts,
  type WorkAccounts,
} from '../../testing/work-accounts.ts';

let instance: Instance;
let api: ApiProcess;
let accounts: WorkAccounts;
let comes: { subject: string; amr?: string[] };

beforeAll(async () => {
  instance = await startInstance({});
  instance.secrets.add(clientSecret);
  api = await instance.startApi();
  accounts = await openWorkAccounts(`${api.origin}/api/work-account/return`, () => comes);
  await setProvider({});
});
afterAll(async () => {
  await accounts.close();
  await instance.end();
});
beforeEach(() => {
  comes = { subject: randomUUID(), amr: ['pwd', 'mfa'] };
});

let button = '';
let changes = 0;

/** Heard by the process when it resolves: the text on the button is another each time. */
async function setProvider(other: Partial<OidcProvider>, centreId = instance.centreId) {
  const { system, keys } = instance;
  const secretId = randomUUID();
  const value = {
    issuer: accounts.issuer,
    clientId,
    secretIds: [secretId],
    buttonText: `Werkaccount ${(changes += 1)}`,
    secondStep: { claim: 'amr' as const, values: ['mfa'] },
    ...other,
  };
  const clock = { now: () => new Date() };
  expect(
    await set({ centreId, system, keys, clock }, 'oidc', value, { [secretId]: clientSecret }),
  ).toBeNull();
  const asked = () =>
    new Person(api).get<{ providers: { buttonText: string }[] }>('/api/work-account/providers');
  await until('the provider', async () =>
    (await asked()).body.providers.some(({ buttonText }) => buttonText === value.buttonText),
  );
  button = value.buttonText;
}

/** As a browser at the provider, with cookies of its own there, until it is sent back. @returns the path. */
async function atProvider(address: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = new URL(address);
  for (let step = 0; step < 10; step += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split('=');
      jar.set(name, value);
    }
    url = new URL(response.headers.get('location')!, url);
    if (url.href.startsWith(api.origin)) return url.href.slice(api.origin.length);
  }
  throw new Error('sent around in circles');
}

type Onward = { address: string };
const sent = (answer: Answer<Onward>) => {
  expect(answer.status).toBe(200);
  return atProvider(answer.body.address);
};

const begin = (person: Person, centreId = instance.centreId) =>
  person.post<Onward>('/api/work-account/log-in', { centreId });
const begun = async (person: Person, centreId?: string) => sent(await begin(person, centreId));
/** Where the browser is sent on. */
const back = async (person: Person, path: string) =>
  (await person.get(path)).headers.get('location');

async function logIn(centreId?: string): Promise<{ person: Person; to: string | null }> {
  const person = new Person(api);
  return { person, to: await back(person, await begun(person, centreId)) };
}

/** Somebody who linked his work account, whose subject is the one that comes. */
async function linked(role: Role, centreId = instance.centreId): Promise<Account> {
  const account = await addAccount(instance, { role, centreId });
  const person = await Person.logIn(api, account);
  const path = await sent(await person.post<Onward>('/api/profile/work-account', {}));
  expect(await back(person, path)).toBe('/profiel/werkaccount?werkaccount=linked');
  return account;
}

const linesOf = async ({ email }: Account) =>
  (
    await instance.owner.sql<{ action: string; object: string }[]>`
      select action, object from access_log
      where user_id = (select id from auth.user where email = ${email}) and object = 'oidc'
      order by id`
  ).map((line) => ({ ...line }));

test('whoever linked it comes in by it, and it says so; the provider’s second step counts where it is set so', async () => {
  const account = await linked('supervisor');
  const { person, to } = await logIn();
  expect(to).toBe('/');
  const { status, body } = await person.get<{ user: { email: string } }>('/api/session');
  expect([status, body.user.email]).toEqual([200, account.email]);
  expect(await linesOf(account)).toEqual([
    { action: 'account.factor-added', object: 'oidc' },
    { action: 'account.log-in', object: 'oidc' },
  ]);
  const own = await person.get<{ linkedAt: string }>('/api/profile/work-account');
  expect(own.body).toMatchObject({ buttonText: button });
  expect(Date.parse(own.body.linkedAt)).toBeGreaterThan(0);
});

test.each([
  ['asked after it, and is no less', 'supervisor'],
  ['asked of whoever chose one that his role does not need', 'holder'],
] as const)('without the provider’s second step our own is %s', async (_, role) => {
  const account = await linked(role);
  comes.amr = ['pwd'];
  const { person, to } = await logIn();
  expect(to).toBe('/inloggen?stap=code');
  expect((await person.get('/api/session')).status).toBe(401);
  expect((await person.verifyCode('000000')).status).toBe(401);
  const statuses = [];
  for (const period of [0, 1, -1])
    statuses.push((await person.verifyCode(codeOf(account, period))).status);
  expect(statuses).toContain(200);
  expect((await person.get('/api/session')).status).toBe(200);
});

test('nobody comes in who did not link it himself, whatever else the provider says of him', async () => {
  const account = await addAccount(instance, { role: 'supervisor' });
  comes.subject = account.email;
  const { person, to } = await logIn();
  expect(to).toBe('/inloggen?werkaccount=not-linked');
  expect((await person.get('/api/session')).status).toBe(401);
});

test('whoever is suspended comes in by no way', async () => {
  const { email } = await linked('supervisor');
  await instance.owner.sql`update members set status = 'suspended' where email = ${email}`;
  expect((await logIn()).to).toBe('/inloggen?werkaccount=not-linked');
});

test('of another centre it lets nobody in here', async () => {
  const south = await addSecondCentre(instance);
  const ours = button;
  await setProvider({}, south.centreId);
  button = ours;
  await linked('supervisor', south.centreId);
  expect((await logIn(south.centreId)).to).toBe('/');
  expect((await logIn()).to).toBe('/inloggen?werkaccount=not-linked');
});

test('an answer counts once, in the browser that asked', async () => {
  await linked('supervisor');
  const person = new Person(api);
  const path = await begun(person);
  const other = new Person(api);
  expect(await back(other, path)).toBe('/inloggen?werkaccount=expired');
  await begun(other);
  expect(await back(other, path)).toBe('/inloggen?werkaccount=expired');
  expect(await back(person, path)).toBe('/');
  const again = new Person(api);
  again.cookie = person.cookie;
  expect(await back(again, path)).toBe('/inloggen?werkaccount=expired');
  for (const bare of ['', '?code=x', '?code=x&state=', '?error=access_denied'])
    expect(await back(new Person(api), `/api/work-account/return${bare}`)).toBe(
      '/inloggen?werkaccount=expired',
    );
});

test('linking asks for a fresh log-in of the same person, and takes nobody else’s account', async () => {
  const first = await linked('supervisor');
  const { subject } = comes;
  const hans = await addAccount(instance, { role: 'supervisor' });
  const stale = await loggedIn(instance, api, hans);
  await instance.system.sql`
    update auth.session set proven_at = now() - interval '1 hour', made_with = 'code'
    where user_id = (select id from auth.user where email = ${hans.email})`;
  const refused = await stale.post('/api/profile/work-account', {});
  expect([refused.status, refused.body.error.code]).toEqual([409, 'proof-needed']);

  const fresh = await Person.logIn(api, hans);
  comes.subject = subject;
  const path = await sent(await fresh.post<Onward>('/api/profile/work-account', {}));
  expect(await back(fresh, path)).toBe('/profiel/werkaccount?werkaccount=taken');
  const { person } = await logIn();
  expect((await person.get<{ user: { email: string } }>('/api/session')).body.user.email).toBe(
    first.email,
  );

  // Somebody else sits at the browser by the time that it comes back.
  comes.subject = randomUUID();
  const own = await sent(await fresh.post<Onward>('/api/profile/work-account', {}));
  const changed = new Person(api);
  const state = fresh.cookie.split('; ').find((one) => one.includes('work_account'))!;
  changed.cookie = [state, ...person.cookie.split('; ')].join('; ');
  expect(await back(changed, own)).toBe('/profiel/werkaccount?werkaccount=expired');
});

test('unlinked, it lets in no more and its sessions end', async () => {
  const account = await linked('supervisor');
  const { person: other } = await logIn();
  const person = await Person.logIn(api, account);
  comes.amr = ['pwd'];
  const { person: halfway } = await logIn();
  const own = await person.post('/api/profile/work-account/removal', {});
  expect([own.status, own.body]).toEqual([200, { buttonText: button, linkedAt: null }]);
  expect((await other.get('/api/session')).status).toBe(401);
  expect((await halfway.verifyCode(codeOf(account, -1))).status).toBe(401);
  expect((await logIn()).to).toBe('/inloggen?werkaccount=not-linked');
});

test('a provider that is away is said, and a password still lets in', async () => {
  const account = await linked('supervisor');
  await setProvider({ issuer: 'http://127.0.0.1:9' });
  const away = await begin(new Person(api));
  expect([away.status, (away.body as never as { error: { code: string } }).error.code]).toEqual([
    409,
    'werkaccount-weg',
  ]);
  expect((await (await Person.logIn(api, account)).get('/api/session')).status).toBe(200);
  const administrator = await loggedIn(
    instance,
    api,
    await addAccount(instance, { role: 'administrator' }),
  );
  const found = async (issuer: string) =>
    (await administrator.post<{ found: string }>('/api/work-account/look', { issuer })).body.found;
  expect([
    await found(accounts.issuer),
    await found('http://127.0.0.1:9'),
    await found('https://169.254.169.254/'),
    await found(`${accounts.issuer}/elders`),
  ]).toEqual(['yes', 'away', 'refused', 'refused']);
  await setProvider({});
});

test('an answer to a question from before the provider was changed counts no more', async () => {
  await linked('supervisor');
  const person = new Person(api);
  const path = await begun(person);
  await setProvider({ issuer: 'https://elders.example' });
  expect(await back(person, path)).toBe('/inloggen?werkaccount=expired');
  await setProvider({});
});

/** Somebody whom an administrator invites on paper. @returns what stands in the link, and his address. */
async function invited(role: Role): Promise<{ secret: string; email: string }> {
  const administrator = await loggedIn(
    instance,
    api,
    await addAccount(instance, { role: 'administrator' }),
  );
  const email = `${randomUUID()}@noord.example`;
  const [municipality] = await instance.owner.sql<{ id: string }[]>`
    select id from municipalities where centre_id = ${instance.centreId} limit 1`;
  const municipalityId = role === 'holder' ? municipality!.id : null;
  const body = { name: 'Piet Puk', email, role, municipalityId, way: 'printed' };
  const made = await administrator.post<{ link: string }>('/api/members', body);
  const secret = made.body.link.split('#')[1]!;
  instance.secrets.add(secret);
  return { secret, email };
}

const beginInvited = (person: Person, secret: string) =>
  person.post<Onward>('/api/work-account/invitation', { secret });

test('an invitation is accepted by a work account that proved a second step, and its link opens nothing more', async () => {
  const { secret, email } = await invited('supervisor');
  const look = await new Person(api).post<{ workAccount: string }>('/api/invitation/look', {
    secret,
  });
  expect(look.body.workAccount).toBe(button);
  const person = new Person(api);
  const path = await sent(await beginInvited(person, secret));
  expect(path).not.toContain(secret);
  expect(await back(person, path)).toBe('/');
  const { body } = await person.get<{ user: { email: string }; mustSetUp: boolean }>(
    '/api/session',
  );
  expect(body).toMatchObject({ user: { email }, mustSetUp: false });
  expect((await person.get('/api/board')).status).toBe(200);
  // He has no password, and comes in by the same account again.
  expect((await new Person(api).signIn(email, 'wachtwoord van niemand')).status).toBe(401);
  expect((await logIn()).to).toBe('/');
  expect((await beginInvited(new Person(api), secret)).status).toBe(410);
});

test('without the provider’s second step he sets up his own first, where his role asks for one', async () => {
  comes.amr = ['pwd'];
  const { secret } = await invited('centralist');
  const person = new Person(api);
  expect(await back(person, await sent(await beginInvited(person, secret)))).toBe('/');
  expect((await person.get<{ mustSetUp: boolean }>('/api/session')).body.mustSetUp).toBe(true);
  expect((await person.get('/api/board')).status).toBe(401);
  // And no other log-in by it goes around that.
  expect((await logIn()).to).toBe('/inloggen?werkaccount=factor-missing');

  comes = { subject: randomUUID(), amr: ['pwd'] };
  const holder = await invited('holder');
  const other = new Person(api);
  expect(await back(other, await sent(await beginInvited(other, holder.secret)))).toBe('/');
  expect((await other.get<{ mustSetUp: boolean }>('/api/session')).body.mustSetUp).toBe(false);
});

test('a work account of somebody else uses no invitation up, and one that was withdrawn lets nobody in', async () => {
  await linked('supervisor');
  const { secret, email } = await invited('centralist');
  const person = new Person(api);
  expect(await back(person, await sent(await beginInvited(person, secret)))).toBe(
    '/uitnodiging?werkaccount=taken',
  );
  expect((await person.get('/api/session')).status).toBe(401);
  expect((await new Person(api).post('/api/invitation/look', { secret })).status).toBe(200);

  comes.subject = randomUUID();
  const path = await sent(await beginInvited(person, secret));
  await instance.owner.sql`
    update auth.verification set expires_at = now() where identifier like 'oidc:%'`;
  expect(await back(person, path)).toBe('/inloggen?werkaccount=expired');
  const late = await sent(await beginInvited(person, secret));
  const administrator = await loggedIn(
    instance,
    api,
    await addAccount(instance, { role: 'administrator' }),
  );
  const [row] = await instance.owner.sql<{ id: string }[]>`
    select user_id as id from members where email = ${email}`;
  await administrator.post(`/api/members/${row!.id}/invitation/withdraw`, {});
  expect(await back(person, late)).toBe('/uitnodiging?werkaccount=expired');
  expect((await person.get('/api/session')).status).toBe(401);
});
