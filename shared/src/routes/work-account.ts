// Logging in with a work account of the centre's provider, and linking one's own to that. The browser is sent to the
// provider and comes back by an address beside this table (`/api/work-account/return`), which answers with a page.
import * as z from 'zod';
import { invitationSecret } from './people.ts';
import type { Route } from './route.ts';

const nothing = z.object({});
/** To which the browser goes on. */
const onward = z.object({ address: z.string() });

export const ownWorkAccount = z.object({
  /** What stands on the button; null: the centre has no provider. */
  buttonText: z.string().nullable(),
  /** Since when it is linked; null: it is not. */
  linkedAt: z.iso.datetime().nullable(),
});
export type OwnWorkAccount = z.infer<typeof ownWorkAccount>;

/** Why somebody who came back from the provider is not in; the log-in page has a sentence for each. */
export const workAccountProblem = z.enum([
  /** Not from here, too late, or used already. */
  'expired',
  'away',
  'refused',
  'not-linked',
  /** Our own second step is asked, and he has none, or only a passkey, which is a log-in by itself. */
  'factor-missing',
  'passkey-required',
  /** Of somebody else here. */
  'taken',
]);
export type WorkAccountProblem = z.infer<typeof workAccountProblem>;

export const returnPath = '/api/work-account/return';

export const workAccountRoutes = {
  workAccountProviders: {
    method: 'GET',
    path: '/api/work-account/providers',
    summary: 'Whose work accounts can be used to log in: what the log-in page needs, and no more',
    access: 'public',
    response: z.object({
      /** By the centre's id. */
      providers: z.array(z.object({ id: z.uuid(), buttonText: z.string() })),
    }),
  },
  workAccountLogIn: {
    method: 'POST',
    path: '/api/work-account/log-in',
    summary: 'Begin a log-in by a work account; 409 while the provider does not answer',
    access: 'public',
    body: z.object({ centreId: z.uuid() }),
    response: onward,
    perMinute: 30,
  },
  workAccountInvitation: {
    method: 'POST',
    path: '/api/work-account/invitation',
    summary: 'Begin accepting an invitation by a work account, in the place of a password',
    access: 'public',
    body: z.object({ secret: invitationSecret }),
    response: onward,
    perMinute: 20,
  },
  workAccount: {
    method: 'GET',
    path: '/api/profile/work-account',
    summary: 'Whether one’s own account is linked to a work account',
    access: 'profile.change',
    response: ownWorkAccount,
  },
  workAccountLink: {
    method: 'POST',
    path: '/api/profile/work-account',
    summary: 'Begin linking one’s work account, after a log-in of the last minutes',
    access: 'profile.change',
    body: nothing,
    response: onward,
    perMinute: 30,
  },
  workAccountUnlink: {
    method: 'POST',
    path: '/api/profile/work-account/removal',
    summary: 'The work account lets nobody in any more; sessions made with it end',
    access: 'profile.change',
    body: nothing,
    response: ownWorkAccount,
  },
  workAccountLook: {
    method: 'POST',
    path: '/api/work-account/look',
    summary: 'Whether a provider stands at an address, before it is proposed as a setting',
    access: 'setting.change',
    body: z.object({ issuer: z.string().max(500) }),
    response: z.object({ found: z.enum(['yes', 'away', 'refused']) }),
    perMinute: 30,
  },
} satisfies Record<string, Route>;
