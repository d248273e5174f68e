// One's own log-in: the second step, password, sessions, and how one likes the screen. Whatever changes by which one
// logs in asks for a log-in of the last minutes (`canChange`), made with a factor or renewed by `prove`.
import * as z from 'zod';
import { language } from '../language.ts';
import { longestPassword } from '../password.ts';
import { role } from '../roles.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const done = z.object({});
const one = z.object({ id: z.uuid() });

/** As typed to prove that one knows it; an older one may be shorter. */
export const typedPassword = z.string().min(1).max(longestPassword);
/** Which is judged, and told why it will not do: so longer than any that will. */
export const chosenPassword = z.string().max(1_000);
/** How a code app shows it, with or without the space in the middle. */
export const oneTimeCode = z.string().regex(/^\d{3} ?\d{3}$/);
export const recoveryCode = z.string().min(1).max(40);
const mailAddress = z.string().min(3).max(254);
const passkeyName = z.string().trim().min(1).max(60);

export const theme = z.enum(['dag', 'nacht', 'systeem']);

/**
 * The keys of a desk that this person has otherwise than usual, by what they do. What there is to be done is the
 * console's to know, and another release may know other things: the rest is left alone.
 */
export const ownKeys = z
  .record(z.string().max(40), z.string().max(30))
  .refine((keys) => Object.keys(keys).length <= 100);
export type OwnKeys = z.infer<typeof ownKeys>;

/** By what a session was made. */
export const logInWay = z.enum([
  'password',
  'code',
  'passkey',
  'recovery-code',
  'oidc',
  'invitation',
  'reset',
]);
export type LogInWay = z.infer<typeof logInWay>;

export const factors = z.object({
  /** Whether the role asks for one: then the last cannot be removed. */
  needed: z.boolean(),
  passkeys: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      madeAt: at.nullable(),
      lastUsedAt: at.nullable(),
    }),
  ),
  /** One-time codes, of one app at the most. */
  codes: z.object({ madeAt: at.nullable() }).nullable(),
  recoveryCodes: z.object({ left: z.int(), madeAt: at.nullable(), lastUsedAt: at.nullable() }),
  /** Until when they may be changed without logging in once more; null: not now. */
  canChangeUntil: at.nullable(),
  /** One must be set up before anything else is reached. */
  mustSetUp: z.boolean(),
});
export type Factors = z.infer<typeof factors>;

export const ownSession = z.object({
  id: z.uuid(),
  isThis: z.boolean(),
  madeAt: at,
  lastSeenAt: at,
  endsAt: at,
  madeWith: logInWay.nullable(),
  address: z.string().nullable(),
  /** What the browser says of itself. */
  device: z.string().nullable(),
});

/** A line of the access log of one's own. */
export const ownLogIn = z.object({
  at,
  action: z.enum(['log-in', 'log-in-failed', 'log-in-limited', 'recovery-code-used']),
  result: z.string(),
  origin: z.string(),
});

export const profile = z.object({
  name: z.string(),
  email: z.string(),
  role,
  language: language.nullable(),
  theme: theme.nullable(),
  factors,
  sessions: z.array(ownSession),
  logIns: z.array(ownLogIn),
});
export type Profile = z.infer<typeof profile>;

/** What the browser's own part of WebAuthn is asked (`PublicKeyCredentialCreationOptionsJSON`). */
const webAuthnOptions = z.object({
  challenge: z.string(),
  rp: z.object({ name: z.string(), id: z.string().optional() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
  timeout: z.int().optional(),
  excludeCredentials: z
    .array(z.object({ id: z.string(), type: z.literal('public-key') }))
    .optional(),
  authenticatorSelection: z
    .object({
      residentKey: z.enum(['discouraged', 'preferred', 'required']).optional(),
      requireResidentKey: z.boolean().optional(),
      userVerification: z.enum(['discouraged', 'preferred', 'required']).optional(),
    })
    .optional(),
  attestation: z.enum(['direct', 'enterprise', 'indirect', 'none']).optional(),
});
/** What it answers; checked by the library, bounded here. */
const base64Url = z.string().max(20_000);
export const webAuthnAnswer = z.object({
  id: z.string().max(2_000),
  rawId: z.string().max(2_000),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).nullish(),
  clientExtensionResults: z.record(z.string().max(100), z.unknown()).optional(),
  response: z.object({
    clientDataJSON: base64Url,
    attestationObject: base64Url.optional(),
    authenticatorData: base64Url.optional(),
    signature: base64Url.optional(),
    userHandle: base64Url.nullish(),
    publicKey: base64Url.nullish(),
    publicKeyAlgorithm: z.int().optional(),
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
});

export const profileRoutes = {
  profile: {
    method: 'GET',
    path: '/api/profile',
    summary: 'One’s own account: factors, sessions, last log-ins',
    access: 'profile.change',
    response: profile,
  },
  factors: {
    method: 'GET',
    path: '/api/profile/factors',
    summary: 'One’s own second steps, also before the first is set up',
    access: 'factor.set-up',
    response: factors,
  },
  prove: {
    method: 'POST',
    path: '/api/profile/proof',
    summary:
      'Logs in once more as the same person: password and code, in place of the session’s old token',
    access: 'profile.change',
    body: z.object({ password: typedPassword, code: oneTimeCode.optional() }),
    response: z.object({ canChangeUntil: at, endsAt: at }),
    perMinute: 30,
  },
  changePassword: {
    method: 'POST',
    path: '/api/profile/password',
    summary: 'Another password; every other session of this person ends',
    access: 'profile.change',
    body: z.object({ password: typedPassword, newPassword: chosenPassword }),
    response: done,
    perMinute: 30,
  },
  passkeyOptions: {
    method: 'POST',
    path: '/api/profile/passkeys/options',
    summary: 'What the browser needs for making a passkey',
    access: 'factor.set-up',
    body: z.object({}),
    response: webAuthnOptions,
    perMinute: 30,
  },
  addPasskey: {
    method: 'POST',
    path: '/api/profile/passkeys',
    summary: 'The passkey that the browser made, with the user verified',
    access: 'factor.set-up',
    body: z.object({ name: passkeyName, answer: webAuthnAnswer }),
    response: factors,
    perMinute: 30,
  },
  renamePasskey: {
    method: 'POST',
    path: '/api/profile/passkeys/:id/name',
    summary: 'Another name for a passkey of one’s own',
    access: 'profile.change',
    params: one,
    body: z.object({ name: passkeyName }),
    response: factors,
  },
  removePasskey: {
    method: 'POST',
    path: '/api/profile/passkeys/:id/removal',
    summary: 'A passkey of one’s own no longer lets anybody in; every other session ends',
    access: 'profile.change',
    params: one,
    body: z.object({}),
    response: factors,
  },
  beginCodes: {
    method: 'POST',
    path: '/api/profile/codes/secret',
    summary: 'A new secret for a code app; it counts once a code of it was typed',
    access: 'factor.set-up',
    body: z.object({}),
    response: z.object({ secret: z.string(), address: z.string() }),
    perMinute: 30,
  },
  confirmCodes: {
    method: 'POST',
    path: '/api/profile/codes',
    summary: 'A first code of the new secret, which takes the place of the one before',
    access: 'factor.set-up',
    body: z.object({ code: oneTimeCode }),
    response: factors,
    perMinute: 30,
  },
  removeCodes: {
    method: 'POST',
    path: '/api/profile/codes/removal',
    summary: 'One-time codes no longer let anybody in; every other session ends',
    access: 'profile.change',
    body: z.object({}),
    response: factors,
  },
  makeRecoveryCodes: {
    method: 'POST',
    path: '/api/profile/recovery-codes',
    summary: 'Ten new recovery codes, shown this once; the ones before no longer count',
    access: 'profile.change',
    body: z.object({}),
    response: z.object({ codes: z.array(z.string()) }),
    perMinute: 30,
  },
  endSession: {
    method: 'POST',
    path: '/api/profile/sessions/:id/end',
    summary: 'Ends one session of one’s own',
    access: 'profile.change',
    params: one,
    body: z.object({}),
    response: done,
  },
  endOtherSessions: {
    method: 'POST',
    path: '/api/profile/sessions/others/end',
    summary: 'Ends every session of one’s own but this one',
    access: 'profile.change',
    body: z.object({}),
    response: z.object({ ended: z.int() }),
  },
  preferences: {
    method: 'POST',
    path: '/api/profile/preferences',
    summary: 'How one likes the screen, wherever one logs in',
    access: 'profile.change',
    body: z.object({
      language: language.optional(),
      theme: theme.optional(),
      keys: ownKeys.optional(),
    }),
    response: done,
  },
  recoveryLogIn: {
    method: 'POST',
    path: '/api/log-in/recovery-code',
    summary: 'Logs in with password and a recovery code, where the second step is lost',
    access: 'public',
    body: z.object({ email: mailAddress, password: typedPassword, code: recoveryCode }),
    response: done,
    perMinute: 30,
  },
} satisfies Record<string, Route>;
