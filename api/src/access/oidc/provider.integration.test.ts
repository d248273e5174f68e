// What is believed of a provider of work accounts: a kept one through real redirects, and one that says what no honest
// one says.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { OidcProvider } from '@achterwacht/shared/setting/kinds/oidc.ts';
import {
  clientId,
  clientSecret,
  openMadeUp,
  openWorkAccounts,
  type Said,
  type WorkAccounts,
} from '../../testing/work-accounts.ts';
import { createProviders, ProviderAway, ProviderRefused, type Begun } from './provider.ts';

const redirectTo = 'http://127.0.0.1:9/api/oidc/callback';
const settingOf = (issuer: string): OidcProvider => ({
  issuer,
  clientId,
  secretIds: ['00000000-0000-4000-8000-000000000001'],
  buttonText: 'Werkaccount',
  secondStep: { claim: 'amr', values: ['mfa'] },
});
const providerAt = (issuer: string, secret = clientSecret) =>
  createProviders().at({ setting: settingOf(issuer), secret });

/** As a browser goes, with its cookies, until it is sent back to us. */
async function browse(start: URL): Promise<URL> {
  const jar = new Map<string, string>();
  let url = start;
  for (let step = 0; step < 10; step += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split('=');
      jar.set(name, value);
    }
    const location = response.headers.get('location');
    if (!location) throw new Error(`stopped at ${url.pathname} with ${response.status}`);
    url = new URL(location, url);
    if (url.href.startsWith(redirectTo)) return url;
  }
  throw new Error('sent around in circles');
}

describe('a kept provider', () => {
  let accounts: WorkAccounts;
  let person: { subject: string; amr?: string[] };
  beforeAll(async () => {
    accounts = await openWorkAccounts(redirectTo, () => person);
  });
  afterAll(() => accounts.close());

  test('says who came, and whether it asked for a second step', async () => {
    const provider = providerAt(accounts.issuer);
    for (const [amr, hasSecondStep] of [
      [['pwd', 'mfa'], true],
      [['pwd'], false],
    ] as const) {
      person = { subject: 'els', amr: [...amr] };
      const { url, begun } = await provider.begin(redirectTo);
      expect(Object.fromEntries(url.searchParams)).toMatchObject({
        scope: 'openid',
        code_challenge_method: 'S256',
        response_type: 'code',
      });
      expect(url.href).not.toContain(begun.verifier);
      const came = await browse(url);
      expect(await provider.finish(came, begun)).toEqual({
        issuer: accounts.issuer,
        subject: 'els',
        hasSecondStep,
      });
    }
  });

  test('an answer counts once, in the browser that asked, and for what it asked', async () => {
    person = { subject: 'els' };
    const provider = providerAt(accounts.issuer);
    const { url, begun } = await provider.begin(redirectTo);
    const other = (await provider.begin(redirectTo)).begun;
    const came = await browse(url);
    await expect(provider.finish(came, other)).rejects.toThrow(ProviderRefused);
    await expect(provider.finish(came, { ...begun, verifier: other.verifier })).rejects.toThrow(
      ProviderRefused,
    );
    const again = await browse((await provider.begin(redirectTo)).url);
    again.searchParams.set('state', begun.state);
    await expect(provider.finish(again, begun)).rejects.toThrow(ProviderRefused);
  });

  test('a code that was used is refused', async () => {
    person = { subject: 'els' };
    const provider = providerAt(accounts.issuer);
    const { url, begun } = await provider.begin(redirectTo);
    const came = await browse(url);
    await provider.finish(came, begun);
    await expect(provider.finish(came, begun)).rejects.toThrow(ProviderRefused);
  });

  test('another secret opens nothing, and stands in nothing that is thrown', async () => {
    person = { subject: 'els' };
    const provider = providerAt(accounts.issuer, 'verkeerd-geheim');
    const { url, begun } = await provider.begin(redirectTo);
    const error: unknown = await provider
      .finish(await browse(url), begun)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderRefused);
    expect(JSON.stringify([(error as Error).message, (error as Error).cause ?? ''])).not.toMatch(
      /geheim|code/,
    );
  });

  test('what says no comes back as no', async () => {
    const provider = providerAt(accounts.issuer);
    const { begun } = await provider.begin(redirectTo);
    const denied = new URL(`${redirectTo}?error=access_denied&state=${begun.state}`);
    await expect(provider.finish(denied, begun)).rejects.toThrow(ProviderRefused);
  });
});

describe('one that says what no honest one says', () => {
  let says: Said = {};
  let accounts: Awaited<ReturnType<typeof openMadeUp>>;
  beforeAll(async () => {
    accounts = await openMadeUp(() => says);
  });
  afterEach(() => {
    says = {};
  });
  afterAll(() => accounts.close());

  async function came(): Promise<{ address: URL; begun: Begun }> {
    const { begun } = await providerAt(accounts.issuer).begin(redirectTo);
    accounts.nonceOf = begun.nonce;
    return { begun, address: new URL(`${redirectTo}?code=abc&state=${begun.state}`) };
  }

  test('lets in with an honest token', async () => {
    const { address, begun } = await came();
    expect(await providerAt(accounts.issuer).finish(address, begun)).toMatchObject({
      subject: 'piet',
      hasSecondStep: false,
    });
  });

  const hour = 3_600;
  const now = () => Math.floor(Date.now() / 1_000);
  test.each<[string, () => Said]>([
    ['of another issuer', () => ({ claims: { iss: 'https://elders.example' } })],
    ['for another audience', () => ({ claims: { aud: 'iemand-anders' } })],
    ['for several, and not for us', () => ({ claims: { aud: ['a', 'b'] } })],
    ['that expired', () => ({ claims: { iat: now() - 2 * hour, exp: now() - hour } })],
    ['of another nonce', () => ({ claims: { nonce: 'x' } })],
    ['without a nonce', () => ({ without: ['nonce'] })],
    ['of nobody', () => ({ without: ['sub'] })],
    ['without an end', () => ({ without: ['exp'] })],
    ['signed by a key that is not its own', () => ({ isForged: true })],
  ])('a token %s', async (_what, said) => {
    const { address, begun } = await came();
    says = said();
    await expect(providerAt(accounts.issuer).finish(address, begun)).rejects.toThrow(
      ProviderRefused,
    );
  });

  test('an answer that names another issuer than it was asked of', async () => {
    const other = `${accounts.issuer}/tenant`;
    await expect(providerAt(other).begin(redirectTo)).rejects.toThrow(ProviderRefused);
  });

  test('out of order it is away, and not wrong', async () => {
    says = { status: 503 };
    await expect(providerAt(accounts.issuer).begin(redirectTo)).rejects.toThrow(ProviderAway);
  });
});

test('that is not there is away', async () => {
  await expect(providerAt('http://127.0.0.1:9').begin(redirectTo)).rejects.toThrow(ProviderAway);
});

test('where nothing of ours may go is refused, and is no fault', async () => {
  const provider = providerAt('https://169.254.169.254');
  await expect(provider.begin(redirectTo)).rejects.toThrow(ProviderRefused);
});
