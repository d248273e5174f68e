// Somebody who may log in, as his log folds: in which role and where, how far he is, his papers, and whether others are
// helping him to a new second factor. How he logs in (password, passkeys, codes) is the log-in library's and stands in
// no log; `sessionsEndedAt` and `factorsResetAt` say when all of that was taken away.
import type { Deadlines } from '../deadlines.ts';
import type { Language } from '../language.ts';
import type { Role } from '../roles.ts';
import type { StaffMember } from '../staff-member.ts';
import type { IdentitySeen, InvitationWay, MemberStatus, Paper, PaperKind } from './kinds.ts';

/** Each at its moment: an invitation is too old, a reset was not finished, a paper ends in 60, 14 or 1 days. */
export const memberDeadlineKinds = [
  'invitation-end',
  'reset-end',
  'paper-police-permission',
  'paper-pass',
  'paper-diploma',
  'paper-secrecy',
] as const;
export type MemberDeadlineKind = (typeof memberDeadlineKinds)[number];

export type Invitation = {
  id: string;
  /** Of the link's secret, which is kept nowhere. */
  hash: string;
  way: InvitationWay;
  /** In which he is written to and reads it, where whoever invited chose one. */
  language?: Language | undefined;
  /** Who last had a hand in it; null: a part of the system. */
  by: string | null;
  expiresAt: string;
  at: string;
};

export type Reset = {
  askedBy: StaffMember | null;
  askedAt: string;
  seen: IdentitySeen;
  approved: { by: StaffMember | null; at: string; codeHash: string } | null;
  /** Of what was asked, and once it is approved of the code. */
  expiresAt: string;
  wrongCodes: number;
};

export type Member = Deadlines<MemberDeadlineKind> & {
  id: string;
  centreId: string;
  municipalityId: string | null;
  role: Role;
  status: MemberStatus;
  /** Null once he came in. */
  invitation: Invitation | null;
  suspended: { by: StaffMember | null; at: string } | null;
  papers: Partial<Record<PaperKind, Paper>>;
  /** The last day of what was taken out: it counts until that kind is recorded anew. */
  takenOut: Partial<Record<PaperKind, string>>;
  /** Until when he was last active in each role that he is not active in now. */
  rolesUntil: Partial<Record<Role, string>>;
  /** Who gave him his role, or last had a hand in the invitation by which he came in, and when it counted. */
  letIn: { by: string | null; at: string } | null;
  reset: Reset | null;
  /** No session that began before counts. */
  sessionsEndedAt: string | null;
  /** No second factor from before lets in. */
  factorsResetAt: string | null;
  version: number;
  updatedAt: string;
  /** Null once it was erased. */
  personal: MemberPersonal | null;
};

export type MemberPersonal = {
  name: string;
  email: string;
  /** The numbers on his papers; of a kind that stands there. */
  numbers: Partial<Record<PaperKind, string | null>>;
  /** Why he was last suspended, or left. */
  reason: string | null;
};
