// Logging in and out. Secrets go straight from the form to the server; nothing here keeps them.
import {
  startAuthentication,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { createAuthClient } from 'better-auth/client';
import { twoFactorClient } from 'better-auth/client/plugins';
import { ApiError, call } from '../../api.ts';

const client = createAuthClient({ basePath: '/api/auth', plugins: [twoFactorClient()] });

export type SignIn =
  { status: 'done' } | { status: 'code-needed' } | { status: 'failed'; why: Failure };
/** What went wrong, as far as a stranger may know. */
export type Failure =
  | 'wrong'
  | 'wrong-code'
  | 'passkey-required'
  | 'factor-missing'
  | 'too-many'
  | 'offline'
  | 'cancelled'
  | 'unknown';

type Answer = { data: unknown; error: { status: number; error?: { code?: string } } | null };

export async function signInByPassword(email: string, password: string): Promise<SignIn> {
  const { data, error } = await answerOf(client.signIn.email({ email, password }));
  if (error) return { status: 'failed', why: failureOf(error, 'wrong') };
  const needsCode =
    typeof data === 'object' &&
    data !== null &&
    'twoFactorRedirect' in data &&
    data.twoFactorRedirect;
  return { status: needsCode ? 'code-needed' : 'done' };
}

export async function signInByCode(code: string): Promise<SignIn> {
  const { error } = await answerOf(client.twoFactor.verifyTotp({ code }));
  return error ? { status: 'failed', why: failureOf(error, 'wrong-code') } : { status: 'done' };
}

export async function signInByRecoveryCode(typed: {
  email: string;
  password: string;
  code: string;
}): Promise<SignIn> {
  try {
    await call('recoveryLogIn', { body: typed, signal: AbortSignal.timeout(15_000) });
    return { status: 'done' };
  } catch (cause) {
    const status = cause instanceof ApiError ? cause.status : 500;
    return { status: 'failed', why: failureOf({ status }, 'wrong') };
  }
}

export async function signInByPasskey(): Promise<SignIn> {
  const options = await answerOf(
    client.$fetch<PublicKeyCredentialRequestOptionsJSON>('/passkey/generate-authenticate-options'),
  );
  if (options.error || !options.data)
    return { status: 'failed', why: failureOf(options.error ?? { status: 0 }, 'unknown') };
  let response;
  try {
    response = await startAuthentication({
      optionsJSON: options.data as PublicKeyCredentialRequestOptionsJSON,
    });
  } catch {
    // The browser says nothing more, so that a page cannot probe which keys exist.
    return { status: 'failed', why: 'cancelled' };
  }
  const { error } = await answerOf(
    client.$fetch('/passkey/verify-authentication', { method: 'POST', body: { response } }),
  );
  return error ? { status: 'failed', why: failureOf(error, 'wrong') } : { status: 'done' };
}

export async function signOut(): Promise<void> {
  await answerOf(client.signOut());
}

/** A lost line is an answer too. */
async function answerOf(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch {
    return { data: null, error: { status: 0 } };
  }
}

const told = ['passkey-required', 'factor-missing'] as const satisfies Failure[];

function failureOf({ status, error }: NonNullable<Answer['error']>, refused: Failure): Failure {
  if (status === 0) return 'offline';
  if (status === 429) return 'too-many';
  if (status >= 500) return 'unknown';
  return told.find((one) => one === error?.code) ?? refused;
}
