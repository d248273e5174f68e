// A button as its log folds: what is registered of it, where it is now, who wears it and who wore it before, and until
// when that was agreed. Its keys are in no event: only that one was set, when and by whom.
import * as z from 'zod';
import { knownAtHome, reasonCategory } from '../alarm/raising/state.ts';
import type { Deadlines } from '../deadlines.ts';
import { staffMember } from '../staff-member.ts';
import type { Registration } from './register/registration.ts';

const at = z.iso.datetime();

/** Why it was given to somebody before a test of it was heard. The words are on the screen, nothing is typed. */
export const withoutSoundReason = z.enum([
  'cannot-wait',
  'no-reception',
  'sound-fails',
  'reserved',
]);
export type WithoutSoundReason = z.infer<typeof withoutSoundReason>;

/** A test press that was heard: when, in which alarm, and how loud where that was measured. */
export const soundTest = z.object({
  at,
  alarmId: z.uuid(),
  /** Of full scale, so that it is never above nought; null where nothing measured it. */
  decibels: z.number().nullable(),
});
export type SoundTest = z.infer<typeof soundTest>;

/** What became of the talk that a loan ends with; nothing of what was said is kept. */
export const talk = z.enum(['held', 'not-needed', 'later']);
export type Talk = z.infer<typeof talk>;

export const loan = z.object({
  loanId: z.uuid(),
  holderId: z.uuid(),
  municipalityId: z.uuid(),
  reasonCategory,
  startsAt: at,
  /** Null: fixed, until it is returned. */
  endsAt: at.nullable(),
  /** When somebody asks whether it is still needed. The button stays active, whatever comes of that. */
  reviewAt: at,
  returnedAt: at.nullable(),
  /** Whether somebody at home knows what it does; missing where nobody asked. */
  knownAtHome: knownAtHome.optional(),
  /** The test that was seen when it was handed out; missing where none was asked for, as of an import. */
  soundTest: soundTest.optional(),
  /** It went without one; until a test of it is heard every alarm says so. */
  withoutSoundTest: z.object({ reason: withoutSoundReason }).optional(),
  talk: z.object({ said: talk, at }).optional(),
});
export type Loan = z.infer<typeof loan>;

export const buttonDeadlineKind = z.enum([
  'loan-starts',
  'loan-overdue',
  'loan-review',
  'sound-test',
]);
export type ButtonDeadlineKind = z.infer<typeof buttonDeadlineKind>;

export const asideReason = z.enum(['test', 'maintenance']);
export type AsideReason = z.infer<typeof asideReason>;

export const retiredReason = z.enum(['broken', 'replaced', 'lost', 'given-back', 'other']);
export type RetiredReason = z.infer<typeof retiredReason>;

/** Which of its secrets: that of its messages, or the token it sends its sound with. */
export const buttonKey = z.enum(['messages', 'sound']);
export type ButtonKey = z.infer<typeof buttonKey>;

const done = z.object({ at, by: staffMember.nullable() });
export type Done = z.infer<typeof done>;

export type Button = {
  id: string;
  centreId: string;
  /** Null: a release lent it that kept no history of the register, and it was not taken over yet. */
  registered: Registration | null;
  /** When each was last set, never what it is. */
  keysSet: { [K in ButtonKey]?: Done };
  /** Out of the pool for a while; null while it is in use or to be had. */
  aside: (Done & { why: AsideReason }) | null;
  missing: Done | null;
  /** For good: it is lent no more, and a press of it is heard all the same. */
  retired: (Done & { reason: RetiredReason }) | null;
  /** The newest test that was heard. */
  heard: SoundTest | null;
  /** In the order in which they were written down. */
  loans: Loan[];
  version: number;
  /** Moment of the last event; the next one is never earlier. */
  updatedAt: string;
  /** Ids alone: who the holder is stands in the register. */
  personal: null;
} & Deadlines<ButtonDeadlineKind>;

/** Whose it is, or was meant to be next: the first that nobody brought back. */
export function openLoan({ loans }: Pick<Button, 'loans'>): Loan | null {
  const open = loans.filter(({ returnedAt }) => returnedAt === null);
  return open.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))[0] ?? null;
}

export const buttonStatus = z.enum([
  'in-pool',
  'lent',
  'fixed',
  'in-test',
  'maintenance',
  'missing',
  'retired',
]);
export type ButtonStatus = z.infer<typeof buttonStatus>;

/** One word for where it is. Where it was lent to counts for more than that it is to be mended. */
export function statusOf(button: Omit<Button, 'personal'>, now: Date): ButtonStatus {
  if (button.retired) return 'retired';
  if (button.missing) return 'missing';
  const worn = openLoan(button);
  if (worn && Date.parse(worn.startsAt) <= now.getTime())
    return worn.endsAt === null ? 'fixed' : 'lent';
  if (button.aside) return button.aside.why === 'test' ? 'in-test' : 'maintenance';
  return 'in-pool';
}

/** Lent before a test of it was heard, and none was since. */
export function isSoundUntested({ heard, ...button }: Pick<Button, 'loans' | 'heard'>): boolean {
  const worn = openLoan(button);
  if (!worn?.withoutSoundTest) return false;
  return heard === null || Date.parse(heard.at) < Date.parse(worn.startsAt);
}
