// Checking a word that was heard, calling, and lifting NIET BELLEN.
import * as z from 'zod';
import { text, reasonText } from '../../command-text.ts';
import type { StaffMember } from '../../staff-member.ts';
import { type WordResult, callResult } from './state.ts';

/** Of whoever is called, what decides whether he may be. */
export type CalledContact = { name: string; sameAddress: boolean; mayBeInvolved: boolean };

/** What stands sealed or in another table, looked up by whoever asks the rules. */
export type LookedUp = {
  /** What the word that was heard is; null where none was agreed. */
  word?: WordResult | null;
  /** Who is called; null where this holder has no such contact. */
  contact?: CalledContact | null;
  /** Who is asked to take it; null where nobody of the centre sits at a desk by that id. */
  colleague?: StaffMember | null;
};

export const callingCommands = {
  byPerson: [
    z.object({ type: z.literal('CheckWord'), heard: text(100) }),
    z.object({ type: z.literal('LiftNoCall'), reason: reasonText }),
    z.object({
      type: z.literal('AddCallAttempt'),
      /** Null: the holder. */
      contactId: z.uuid().nullable(),
      result: callResult,
    }),
  ],
} as const;
