// Who is logged in, and the log-ins of the demo. Paths under /api/auth belong to the log-in library and are documented
// there.
import * as z from 'zod';
import { nearbyPress } from '../alarm/verification/nearby.ts';
import { language } from '../language.ts';
import { paperKind } from '../member/kinds.ts';
import { theme as municipalityTheme } from '../municipality/state.ts';
import { controlRoomCode } from '../police/control-rooms.ts';
import { controlRoomLine } from '../police/line-test.ts';
import { role } from '../roles.ts';
import { languages } from '../setting/kinds/languages.ts';
import { ownKeys, theme } from './profile.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();

/** Somebody who can be called when the screen cannot tell him. */
const callable = z.object({ name: z.string().nullable(), phone: z.string() });

export const session = z.object({
  user: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  role,
  /** When his first paper expired, where he logged in after it: nothing but his own profile opens. */
  offDutySince: at.nullable(),
  /** Of somebody off duty those that keep him from it, each with its last day. */
  expiredPapers: z.array(z.object({ kind: paperKind, expires: z.iso.date() })),
  centre: z.object({
    id: z.uuid(),
    name: z.string(),
    phone: z.string(),
    /** Read aloud from memory when everything else is dark. */
    policePhone: z.string(),
    /** For every region; known to a desk before it needs one. */
    controlRoomLines: z.array(controlRoomLine),
    /** Control rooms with a system of their own, which is told by data beside the telephone call. */
    controlRoomSystems: z.array(controlRoomCode),
    nearbyPress,
    languages,
    /** Of the lists that are paged who has a telephone, in their order; null for whoever has no desk. */
    paged: z.object({ supervisor: z.array(callable), onCall: z.array(callable) }).nullable(),
  }),
  /** Of whoever belongs to one; how its own pages look and in which language, and who there can be reached always. */
  municipality: z
    .object({
      id: z.uuid(),
      name: z.string(),
      theme: municipalityTheme.nullable(),
      language: language.nullable(),
      dayAndNightPhone: z.string().nullable(),
    })
    .nullable(),
  demo: z.boolean(),
  /** Absolute; whoever logs in once more before it loses nothing. */
  endsAt: at,
  /** The second step comes first: nothing else can be reached. */
  mustSetUp: z.boolean(),
  /** How the person likes the screen, wherever he logs in; null: as this screen has it. */
  language: language.nullable(),
  theme: theme.nullable(),
  keys: ownKeys.nullable(),
  serverTime: at,
});
export type Session = z.infer<typeof session>;

export const demoAccount = z.object({
  role,
  name: z.string(),
  email: z.string(),
  password: z.string(),
  totpSecret: z.string().optional(),
  /** The one-time code of this moment, so that a demo needs no telephone. */
  code: z.string().optional(),
});

export const sessionRoutes = {
  session: {
    method: 'GET',
    path: '/api/session',
    summary: 'Who is logged in, in which role, at which centre',
    access: 'session.read',
    response: session,
  },
  languages: {
    method: 'GET',
    path: '/api/languages',
    summary: 'Which languages a page offers to whoever has not logged in, and the usual one',
    access: 'public',
    response: languages,
  },
  demoAccounts: {
    method: 'GET',
    path: '/api/demo/accounts',
    summary: 'Log-ins of the demo; 404 in real use',
    access: 'public',
    response: z.object({ accounts: z.array(demoAccount) }),
  },
} satisfies Record<string, Route>;
