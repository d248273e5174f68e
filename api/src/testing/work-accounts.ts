// A provider of work accounts on this machine: a kept one, as a municipality may run it, where whoever comes is let in as
// whom the test says, and one made by hand, which signs whatever token a test wants.
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import Provider from 'oidc-provider';

export const clientId = 'achterwacht';
export const clientSecret = `client-${randomBytes(12).toString('hex')}`;

export type WorkAccounts = {
  issuer: string;
  close: () => Promise<void>;
};

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const closing = (server: Server) => () =>
  new Promise<void>((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

type Person = { subject: string; amr?: string[] };

/** `who` is asked each time that somebody comes; there is no page to click through. */
export async function openWorkAccounts(
  redirectTo: string,
  who: () => Person,
): Promise<WorkAccounts> {
  const server = createServer();
  const issuer = await listening(server);
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectTo] }],
    cookies: { keys: [randomBytes(16).toString('hex')] },
    features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
    ttl: { AccessToken: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    pkce: { required: () => true },
    claims: { openid: ['sub'], amr: null },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject }),
    }),
    loadExistingGrant(context) {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client!.clientId,
        accountId: context.oidc.session!.accountId!,
      });
      grant.addOIDCScope('openid');
      return grant.save().then(() => grant);
    },
  });
  const handle = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void handle(request, response);
    const { subject, amr = ['pwd'] } = who();
    void provider.interactionFinished(request, response, {
      login: { accountId: subject, amr, remember: false },
    });
  });
  return { issuer, close: closing(server) };
}

/** What one made by hand says in its token, and how; each part as it should be unless told otherwise. */
export type Said = {
  claims?: JWTPayload;
  without?: string[];
  /** Signed by a key that it does not publish. */
  isForged?: boolean;
  /** Answers with this status instead. */
  status?: number;
};

export async function openMadeUp(said: () => Said): Promise<WorkAccounts & { nonceOf: string }> {
  const [own, other] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  const server = createServer();
  const issuer = await listening(server);
  const state = { issuer, close: closing(server), nonceOf: '' };
  server.on('request', (request, response) => {
    void (async () => {
      await text(request);
      const { claims = {}, without = [], isForged = false, status = 200 } = said();
      const send = (body: object) =>
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify(body));
      if (request.url?.startsWith('/.well-known/'))
        return send({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          id_token_signing_alg_values_supported: ['RS256'],
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
        });
      if (request.url === '/jwks')
        return send({ keys: [{ ...(await exportJWK(own.publicKey)), kid: '1', alg: 'RS256' }] });
      const now = Math.floor(Date.now() / 1_000);
      const all: JWTPayload = {
        iss: issuer,
        sub: 'piet',
        aud: clientId,
        iat: now,
        exp: now + 60,
        nonce: state.nonceOf,
        ...claims,
      };
      for (const name of without) delete all[name];
      const token = await new SignJWT(all)
        .setProtectedHeader({ alg: 'RS256', kid: '1' })
        .sign(isForged ? other.privateKey : own.privateKey);
      return send({ access_token: 'x', token_type: 'Bearer', id_token: token });
    })();
  });
  return state;
}
