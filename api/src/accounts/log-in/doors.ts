// Which of the log-in library's doors are open to the outside. Each names why and takes a body of known shape and size;
// what is not in the table does not exist, whatever the library or a plugin brings with its next version. Everything by
// which a person changes his own log-in has routes of its own (accounts/profile), which ask for a fresh proof.
import * as z from 'zod';
import { oneTimeCode, typedPassword, webAuthnAnswer } from '@achterwacht/shared/routes/profile.ts';

type Door = {
  method: 'GET' | 'POST';
  why: string;
  body?: z.ZodType;
};

export const doors = {
  '/sign-in/email': {
    method: 'POST',
    why: 'the first half of a log-in, or all of it where no second step is asked',
    body: z.object({ email: z.email().max(254), password: typedPassword }),
  },
  '/two-factor/verify-totp': {
    method: 'POST',
    why: 'the second half, by a one-time code',
    body: z
      .object({ code: oneTimeCode })
      .transform(({ code }) => ({ code: code.replace(' ', '') })),
  },
  '/passkey/generate-authenticate-options': {
    method: 'GET',
    why: 'what a browser needs for logging in by a passkey',
  },
  '/passkey/verify-authentication': {
    method: 'POST',
    why: 'a log-in by a passkey, with the user verified',
    body: z.object({ response: webAuthnAnswer }),
  },
  '/sign-out': {
    method: 'POST',
    why: 'ends the session; nobody needs to be logged in for it',
    body: z.object({}),
  },
} satisfies Record<string, Door>;

export type DoorPath = keyof typeof doors;

export function doorAt(method: string, path: string): { path: DoorPath; door: Door } | null {
  if (!Object.hasOwn(doors, path)) return null;
  const door: Door = doors[path as DoorPath]; // it was found just now
  return door.method === method ? { path: path as DoorPath, door } : null;
}
