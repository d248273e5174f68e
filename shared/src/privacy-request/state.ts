// What somebody asks about what is kept of a person (access, correction, erasure), or a breach that has to be told, as
// its log folds. Names and what was typed stand in `personal`.
import * as z from 'zod';
import type { StaffMember } from '../staff-member.ts';

export const privacyRequestKind = z.enum(['access', 'correction', 'erasure', 'breach']);
export type PrivacyRequestKind = z.infer<typeof privacyRequestKind>;

/** About whom: somebody in the register, somebody who works with it, or somebody who is in neither. */
export const about = z.discriminatedUnion('type', [
  z.object({ type: z.literal('holder'), id: z.uuid() }),
  z.object({ type: z.literal('member'), id: z.uuid() }),
  z.object({ type: z.literal('other') }),
]);
export type About = z.infer<typeof about>;

/** How it is known who asks; never a copy of his papers. */
export const identityCheck = z.enum(['seen-in-person', 'called-back', 'by-municipality', 'log-in']);
export type IdentityCheck = z.infer<typeof identityCheck>;

/** What of a person this product may hold. */
export const heldKind = z.enum([
  'alarm-content',
  'sound',
  'register',
  'account',
  'incident-file',
  'log',
  'looks',
  'back-ups',
]);
export type HeldKind = z.infer<typeof heldKind>;

/** What became of each: gone, never there, or kept on a ground (AVG art. 17, third paragraph; to be confirmed by a jurist). */
export const afterErasure = z.enum([
  'erased',
  'not-held',
  'kept-for-claims',
  'kept-for-public-task',
  'kept-as-proof',
  'kept-for-others',
  'kept-until-term',
]);
export type AfterErasure = z.infer<typeof afterErasure>;

export const erasureAnswer = z.record(heldKind, afterErasure);
export type ErasureAnswer = z.infer<typeof erasureAnswer>;

export type PrivacyRequest = {
  id: string;
  centreId: string;
  kind: PrivacyRequestKind;
  about: About;
  /** When it came in, or when the breach was discovered: the clock runs from here. */
  receivedAt: string;
  dueAt: string;
  /** Told to whom it is about, with the reason. */
  extended: { by: StaffMember; at: string } | null;
  identity: { how: IdentityCheck; by: StaffMember; at: string } | null;
  assignedTo: StaffMember | null;
  /** Of an erasure: that a holder's sheet is taken away, which takes two. Absent: nobody proposed it. */
  erasing?: Erasing;
  /** Of a breach: each municipality whose people were seen, and that it was told. */
  notices: Notice[];
  closed: {
    outcome: 'done' | 'refused';
    by: StaffMember;
    at: string;
    /** Of an erasure that was done. */
    erasure?: ErasureAnswer | undefined;
  } | null;
  version: number;
  updatedAt: string;
  /** Null once it was erased. */
  personal: PrivacyRequestPersonal | null;
};

export type Erasing = {
  /** His name as well, which nothing is known by. */
  whole: boolean;
  proposed: { by: StaffMember; at: string };
  /** `alone`: there was no second supervisor. Null: it waits for one. */
  done: { by: StaffMember; at: string; alone: boolean } | null;
};

export type Notice = { municipalityId: string; told: { by: StaffMember; at: string } | null };

export type PrivacyRequestPersonal = {
  /** Who asks, and how he is reached. */
  from: string;
  /** What he asks, in his words or ours. */
  question: string;
  extendedWhy: string | null;
  /** What was given, or on which ground it was refused. */
  answer: string | null;
  /** To whom and how each municipality was told, by its id. */
  toldHow: Record<string, string>;
};
