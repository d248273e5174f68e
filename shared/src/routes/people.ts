// Who may log in: the centre's staff and the users of its municipalities, how they are invited and let go, their papers,
// and how somebody who lost his second factor comes in again.
//
// The secret of an invitation, as the code of a reset, goes in a body and never in an address: addresses are logged.
import * as z from 'zod';
import { identitySeen, invitationWay, memberStatus, paper, paperKind } from '../member/kinds.ts';
import { changedField } from '../member/events.ts';
import { memberFactType } from '../member/fact-types.ts';
import { systemPart } from '../actor.ts';
import { language } from '../language.ts';
import { role } from '../roles.ts';
import { languages } from '../setting/kinds/languages.ts';
import { lineText, text } from '../command-text.ts';
import { chosenPassword, typedPassword } from './profile.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const memberParams = z.object({ memberId: z.uuid() });

export const memberName = lineText(120);
/** As the log-in compares it. */
export const memberEmail = z.email().max(254).toLowerCase();
/** Of an invitation, in the fragment of its link: `/uitnodiging#SECRET`. */
export const invitationSecret = z.string().max(100);

const municipality = z.object({ id: z.uuid(), name: z.string() }).nullable();

/** Of a role that needs papers: `missing` was never recorded and keeps nobody from duty; `soon`: within 60 days. */
export const papersStanding = z.enum(['in-order', 'missing', 'soon', 'expired']);

export const memberInvitation = z.object({
  invitedAt: at,
  way: invitationWay,
  /** 7 days later, or when it was renewed; afterwards it can only be renewed. */
  expiresAt: at,
  isExpired: z.boolean(),
  /** Of a mailed one. `withheld`: this centre sends no mail; print the link instead. */
  mail: z.enum(['waiting', 'sent', 'failed', 'withheld']).nullable(),
  /** Chosen for him by whoever invited, or for his municipality's people; null: neither. */
  language: language.nullable(),
});

export const memberSummary = z.object({
  id: z.uuid(),
  /** Null once it was erased. */
  name: z.string().nullable(),
  email: z.string().nullable(),
  role,
  municipality,
  status: memberStatus,
  /** Null where he came in already. */
  invitation: memberInvitation.omit({ mail: true, language: true }).nullable(),
  lastLogInAt: at.nullable(),
  factors: z.object({ passkeys: z.int(), codes: z.boolean() }),
  /** How many log-ins of his stand now. */
  sessions: z.int(),
  /** Null where his role needs none. */
  papers: papersStanding.nullable(),
  isResetAsked: z.boolean(),
});
export type MemberSummary = z.infer<typeof memberSummary>;

export const factorReset = z.object({
  /** Null: somebody at the machine itself. */
  askedBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  askedAt: at,
  seen: identitySeen,
  /** Once approved: until when the code counts. Asked and not approved it ends after a day. */
  approved: z.object({ by: z.string().nullable(), at, until: at }).nullable(),
  expiresAt: at,
});
export type FactorReset = z.infer<typeof factorReset>;

/** One line of what happened to him; which fields are filled depends on `what`. */
export const memberHistoryLine = z.object({
  version: z.int(),
  at,
  what: memberFactType,
  /** Of a person his name; of a part of the system which. */
  by: z.union([z.object({ name: z.string() }), z.object({ part: systemPart })]),
  role: role.optional(),
  municipality: z.string().nullable().optional(),
  way: invitationWay.optional(),
  /** Of a change: which of these it changed. */
  changed: z.array(changedField).optional(),
  paper: paperKind.optional(),
  expires: z.iso.date().nullable().optional(),
  seen: identitySeen.optional(),
  reason: z.string().nullable().optional(),
});
export type MemberHistoryLine = z.infer<typeof memberHistoryLine>;

/** A paper as it is shown and recorded; the number where there is one. */
const paperWithNumber = paper.extend({ number: z.string().trim().max(60).nullable() });

export const member = memberSummary.extend({
  version: z.int(),
  invitation: memberInvitation.nullable(),
  suspended: z.object({ by: z.string().nullable(), at, reason: z.string().nullable() }).nullable(),
  /** Each kind that his role needs; null: never recorded. Empty for other roles. */
  paperList: z.array(z.object({ kind: paperKind, paper: paperWithNumber.nullable() })),
  factorReset: factorReset.nullable(),
  /** Newest first. */
  history: z.array(memberHistoryLine),
});
export type Member = z.infer<typeof member>;

/** In which he is written to; without it that of where he belongs. */
const invitationLanguage = language.optional();

const invitationMade = z.object({
  id: z.uuid(),
  expiresAt: at,
  /** Once, where the way is `printed`: it can be read back nowhere. */
  link: z.string().nullable(),
  /** In which he is written to. */
  language,
});

const done = z.object({ version: z.int() });

/** Somebody whose identity the asker may vouch for; whoever is of the centre reads how his papers stand too. */
const helpable = memberSummary
  .pick({ id: true, name: true, role: true, municipality: true })
  .extend({
    papers: papersStanding.nullable(),
    factorReset: factorReset.nullable(),
    /** Whether the asker can approve it: somebody else asked for it. */
    mayApprove: z.boolean(),
  });

export type Helpable = z.infer<typeof helpable>;

export const peopleRoutes = {
  members: {
    method: 'GET',
    path: '/api/members',
    summary: "The centre's people and those of its municipalities by name, fifty a page",
    access: 'people.read',
    query: z.object({
      /** Any part of name or mail address. */
      search: z.string().max(100).optional(),
      role: role.optional(),
      /** Without it all but the ended ones. */
      status: memberStatus.optional(),
      municipality: z.uuid().optional(),
      /** `next` of the page before. */
      cursor: z.string().max(500).optional(),
    }),
    response: z.object({ members: z.array(memberSummary), next: z.string().nullable() }),
  },
  memberPlaces: {
    method: 'GET',
    path: '/api/member-places',
    summary:
      'What whoever invites chooses from: the municipalities of the centre, and mail where it is set',
    access: 'people.read',
    response: z.object({
      municipalities: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          /** In which its people are written to, where one was chosen. */
          language: language.nullable(),
        }),
      ),
      hasMail: z.boolean(),
    }),
  },
  member: {
    method: 'GET',
    path: '/api/members/:memberId',
    summary: 'One of them, with his papers and everything that was done to his account',
    access: 'people.read',
    params: memberParams,
    response: member,
  },
  memberInvite: {
    method: 'POST',
    path: '/api/members',
    summary: 'Invites somebody in a role; the link works once, for seven days',
    access: 'people.change',
    body: z.object({
      name: memberName,
      email: memberEmail,
      role,
      municipalityId: z.uuid().nullable(),
      way: invitationWay,
      language: invitationLanguage,
    }),
    response: invitationMade,
  },
  memberInvitationRenew: {
    method: 'POST',
    path: '/api/members/:memberId/invitation',
    summary: 'A new link for whoever has not come in yet; the one before opens nothing any more',
    access: 'people.change',
    params: memberParams,
    body: z.object({ way: invitationWay, language: invitationLanguage }),
    response: invitationMade,
  },
  memberInvitationWithdraw: {
    method: 'POST',
    path: '/api/members/:memberId/invitation/withdraw',
    summary: 'Takes an invitation back: the link opens nothing any more, the mail address is free',
    access: 'people.change',
    params: memberParams,
    response: done,
  },
  memberChange: {
    method: 'POST',
    path: '/api/members/:memberId',
    summary: 'Another name, mail address, role or municipality; another role ends his sessions',
    access: 'people.change',
    params: memberParams,
    body: z.object({
      /** Of what the asker read; 409 when it was changed meanwhile. */
      expectedVersion: z.int().positive(),
      name: memberName,
      email: memberEmail,
      role,
      municipalityId: z.uuid().nullable(),
    }),
    response: done,
  },
  memberSuspend: {
    method: 'POST',
    path: '/api/members/:memberId/suspend',
    summary: 'Keeps somebody out until he is restored; his sessions end at once',
    access: 'people.change',
    params: memberParams,
    body: z.object({ reason: text(500).nullable() }),
    response: done,
  },
  memberRestore: {
    method: 'POST',
    path: '/api/members/:memberId/restore',
    summary: 'Lets a suspended member log in again',
    access: 'people.change',
    params: memberParams,
    response: done,
  },
  memberEnd: {
    method: 'POST',
    path: '/api/members/:memberId/end',
    summary: 'He works here no more: his log-in is taken away for good; his history stays',
    access: 'people.change',
    params: memberParams,
    body: z.object({ reason: text(500).nullable() }),
    response: done,
  },
  memberEndSessions: {
    method: 'POST',
    path: '/api/members/:memberId/end-sessions',
    summary: 'Ends every session of his, everywhere, at once',
    access: 'people.change',
    params: memberParams,
    response: done,
  },
  memberPaper: {
    method: 'POST',
    path: '/api/members/:memberId/papers',
    summary: 'Records one of his papers, or with null takes out what was recorded wrongly',
    access: 'people.change',
    params: memberParams,
    body: z.object({ kind: paperKind, paper: paperWithNumber.nullable() }),
    response: done,
  },
  factorResetPeople: {
    method: 'GET',
    path: '/api/factor-resets',
    summary: 'Those whose lost second factor the asker may help to reset, by name',
    access: 'factor.reset',
    query: z.object({
      search: z.string().max(100).optional(),
      cursor: z.string().max(500).optional(),
    }),
    response: z.object({ people: z.array(helpable), next: z.string().nullable() }),
  },
  factorResetAsk: {
    method: 'POST',
    path: '/api/factor-resets/:memberId/ask',
    summary: 'Says that somebody lost his second factor, and how it was seen that it is he',
    access: 'factor.reset',
    params: memberParams,
    body: z.object({ seen: identitySeen }),
    response: done,
  },
  factorResetApprove: {
    method: 'POST',
    path: '/api/factor-resets/:memberId/approve',
    summary: 'Approves what another asked; the code is told by word of mouth and shown only now',
    access: 'factor.reset',
    params: memberParams,
    response: z.object({ code: z.string(), until: at }),
  },
  factorResetWithdraw: {
    method: 'POST',
    path: '/api/factor-resets/:memberId/withdraw',
    summary: 'Takes back what was asked or approved: the code counts no more',
    access: 'factor.reset',
    params: memberParams,
    response: done,
  },
  invitationLook: {
    method: 'POST',
    path: '/api/invitation/look',
    summary: 'For whom an invitation is; 410 where it was used, renewed, withdrawn or is too old',
    access: 'public',
    body: z.object({ secret: invitationSecret }),
    response: z.object({
      name: z.string(),
      email: z.string(),
      role,
      centre: z.object({ name: z.string(), phone: z.string(), languages }),
      municipality: z.string().nullable(),
      /** What was chosen for him, or for his municipality's people; he has chosen none himself yet. */
      language: language.nullable(),
      expiresAt: at,
      /** He must set up a passkey or one-time codes before anything else opens. */
      needsFactor: z.boolean(),
      /** What stands on the button of his centre's provider; null: it has none. */
      workAccount: z.string().nullable(),
    }),
    perMinute: 20,
  },
  invitationAccept: {
    method: 'POST',
    path: '/api/invitation/accept',
    summary: 'Sets the password and lets him in, as far as his second factor where he needs one',
    access: 'public',
    body: z.object({
      secret: invitationSecret,
      password: chosenPassword,
      /** In which he reads; without it that of his invitation. */
      language: language.optional(),
    }),
    response: z.object({ email: z.string(), needsFactor: z.boolean() }),
    perMinute: 10,
  },
  recover: {
    method: 'POST',
    path: '/api/recover',
    summary: 'With password and the code he was told the lost factor goes; a new one comes first',
    access: 'public',
    body: z.object({
      email: z.string().max(254),
      password: typedPassword,
      code: z.string().max(40),
    }),
    response: z.object({ email: z.string() }),
    perMinute: 10,
  },
} satisfies Record<string, Route>;
