// A setting of a centre, one subject a kind: what counts now, and what somebody proposes instead. An open alarm keeps
// what it copied when it was raised.
import * as z from 'zod';
import { staffMember } from '../staff-member.ts';
import type { SettingKind, SettingValue } from './kinds.ts';

/** Who proposed or approved it; null: a part of the system. */
export const author = staffMember.nullable();
type Author = z.infer<typeof author>;

/** Why nobody else was asked: it needs no second, there is no second administrator, or a command set it. */
export const alone = z.enum(['not-needed', 'only-administrator', 'by-system']);

/** Why somebody refuses what another proposed: typed, so it is sealed. */
export const refusalReason = z.string().trim().min(1).max(300);

export type Setting = {
  id: string;
  centreId: string;
  kind: SettingKind;
  /** Null before anything counted, and where its key was erased. */
  value: SettingValue | null;
  /** Since which version it counts. */
  valueVersion: number;
  /** Since when, and who wanted it; null before anything counted. */
  counts: {
    since: string;
    proposedBy: Author;
    by: Author;
    alone: z.infer<typeof alone> | null;
  } | null;
  proposed: {
    value: SettingValue | null;
    by: Author;
    at: string;
    version: number;
  } | null;
  /** What somebody refused since, until it is proposed anew; null reason: none was given, or its key was erased. */
  refused: { by: Author; at: string; reason: string | null } | null;
  version: number;
  updatedAt: string;
  /** What names people stands in the values, which are sealed as what was typed. */
  personal: null;
};
