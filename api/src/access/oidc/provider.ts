// What is said to a centre's provider of work accounts, by a kept library: the authorization code flow with PKCE, state
// and nonce. Of its answer the issuer, the audience, the times, the nonce and the signature are checked; who it is about
// is its issuer with the subject, and never a mail address.
import * as oidc from 'openid-client';
import { hasSecondStep, type OidcProvider } from '@achterwacht/shared/setting/kinds/oidc.ts';
import { BadAddress, outwardAddress } from '../../outward/address.ts';
import { ask, NoAnswer } from '../../outward/ask.ts';

/** Whoever waits at the log-in page can use his password meanwhile. */
const timeoutSeconds = 5;
/** Longer than anybody is away; its keys and addresses change with days of notice. */
const knownMilliseconds = 600_000;

/** It was not there, or took too long; the log-in page says so. */
export class ProviderAway extends Error {}
/** It answered, and what it said was none of a provider, or not for us: nobody comes in by it. */
export class ProviderRefused extends Error {}

/** What has to come back with the browser that was sent away; it is kept here, and leaves for nobody. */
export type Begun = { state: string; nonce: string; verifier: string };

export type Known = { issuer: string; subject: string; hasSecondStep: boolean };

export type Provider = {
  /** Where the browser is sent, and what to keep until it comes back. */
  begin(redirectTo: string): Promise<{ url: URL; begun: Begun }>;
  /** @param address With which the browser came back. */
  finish(address: URL, begun: Begun): Promise<Known>;
};

type Configured = { setting: OidcProvider; secret: string };

export function createProviders(now: () => number = Date.now) {
  const known = new Map<string, { config: oidc.Configuration; at: number }>();

  const keyOf = ({ issuer, clientId, secretIds }: OidcProvider) =>
    [issuer, clientId, ...secretIds].join(' ');

  async function discover({ setting, secret }: Configured): Promise<oidc.Configuration> {
    const { issuer, clientId } = setting;
    const config = await discoverAt(issuer, clientId, oidc.ClientSecretBasic(secret));
    known.set(keyOf(setting), { config, at: now() });
    return config;
  }

  /** Of somebody who comes back: what it said of itself when he was sent. */
  async function remember(configured: Configured): Promise<oidc.Configuration> {
    const before = known.get(keyOf(configured.setting));
    if (before && now() - before.at < knownMilliseconds) return before.config;
    return discover(configured);
  }

  return {
    /** Whether one stands there that says of itself what it must. @throws as below. */
    async look(issuer: string): Promise<void> {
      await orSay(discoverAt(issuer, 'looking', undefined));
    },
    at(configured: Configured): Provider {
      return {
        async begin(redirectTo) {
          // Asked anew: of one that is away the browser would say so, on a page without a way back.
          const config = await orSay(discover(configured));
          const verifier = oidc.randomPKCECodeVerifier();
          const begun = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier };
          const { secondStep } = configured.setting;
          const url = oidc.buildAuthorizationUrl(config, {
            redirect_uri: redirectTo,
            scope: 'openid',
            code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
            code_challenge_method: 'S256',
            state: begun.state,
            nonce: begun.nonce,
            ...(secondStep ? askingFor(secondStep) : {}),
          });
          return { url, begun };
        },
        async finish(address, { state, nonce, verifier }) {
          const config = await orSay(remember(configured));
          const tokens = await orSay(
            oidc.authorizationCodeGrant(config, address, {
              pkceCodeVerifier: verifier,
              expectedState: state,
              expectedNonce: nonce,
              idTokenExpected: true,
            }),
          );
          const claims = tokens.claims();
          if (!claims) throw new ProviderRefused('no identity');
          return {
            issuer: claims.iss,
            subject: claims.sub,
            hasSecondStep: hasSecondStep(configured.setting, claims),
          };
        },
      };
    },
  };
}

async function discoverAt(
  issuer: string,
  clientId: string,
  proof: oidc.ClientAuth | undefined,
): Promise<oidc.Configuration> {
  const address = outwardAddress(issuer);
  return oidc.discovery(address, clientId, undefined, proof, {
    timeout: timeoutSeconds,
    [oidc.customFetch]: askProvider,
    execute: [
      // That it came over TLS is not enough: the token is signed, and that is looked at.
      oidc.enableNonRepudiationChecks,
      ...(address.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
    ],
  });
}

/** Not every provider says by itself how somebody logged in, and some take a wish. */
function askingFor({
  claim,
  values,
}: NonNullable<OidcProvider['secondStep']>): Record<string, string> {
  const claims = JSON.stringify({ id_token: { [claim]: { essential: true } } });
  return claim === 'acr' ? { claims, acr_values: values.join(' ') } : { claims };
}

/** It follows no redirect, and asks nobody whom this program may not speak to, whatever the provider names. */
const askProvider: oidc.CustomFetch = async (url, { method, headers, body, signal }) => {
  // Of the library's bodies a form is the only one that is no text.
  const text =
    body === null || body === undefined ? null : String(body as string | URLSearchParams);
  const question = { method, headers: Object.fromEntries(new Headers(headers)), body: text };
  return ask(outwardAddress(url), { ...question, signal: signal ?? null });
};

/** Neither its words nor what we sent stands in what is thrown: both can hold a code or a token. */
async function orSay<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (isAway(error)) throw new ProviderAway();
    if (error instanceof BadAddress) throw new ProviderRefused('address');
    throw new ProviderRefused(codeOf(error));
  }
}

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof NoAnswer || error.name === 'TimeoutError') return true;
  if (codeOf(error) === 'OAUTH_TIMEOUT') return true;
  const { status } = error.cause instanceof Response ? error.cause : { status: 0 };
  return status >= 500 || isAway(error.cause);
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'other';
