// Judging it, and taking a judgement back.
import * as z from 'zod';
import { anyText, noteText, reasonText } from '../../command-text.ts';
import { verificationBasis, harmlessGround } from './state.ts';

const expectedVersion = z.int().positive();

export const verificationCommands = {
  byPerson: [
    z.object({
      type: z.literal('Verify'),
      expectedVersion,
      basis: verificationBasis,
      note: anyText(4000),
      /** Where in the sound it can be heard. */
      audioMoment: z.iso.datetime().nullable().optional(),
    }),
    z.object({ type: z.literal('JudgeUnverifiable'), expectedVersion, note: noteText }),
    z.object({
      type: z.literal('ProposeFalse'),
      expectedVersion,
      ground: harmlessGround,
      note: noteText,
    }),
    z.object({ type: z.literal('Unverify'), reason: reasonText }),
  ],
} as const;
