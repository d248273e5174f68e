// Telling the police more, and what they say: heard by telephone and written down, or entered by them on their page.
import * as z from 'zod';
import { nameText, reasonText, text, noteText } from '../../command-text.ts';
import { policeStatus } from './state.ts';

const statement = {
  status: policeStatus,
  statedAt: z.iso.datetime(),
  operator: nameText,
  reference: text(60).nullable(),
};

export const policeReportsCommands = {
  byPerson: [
    z.object({ type: z.literal('AddPoliceMessage'), text: noteText }),
    z.object({ type: z.literal('ReportPoliceStatus'), ...statement }),
    /** It was not so: wrongly heard, the wrong alarm, the wrong button. Whoever told it. */
    z.object({
      type: z.literal('WithdrawPoliceStatus'),
      /** Of the event that told it. */
      version: z.int().positive(),
      reason: reasonText,
    }),
  ],
  bySystem: [
    z.object({ type: z.literal('ReceivePoliceStatus'), ...statement }),
    z.object({ type: z.literal('ReceivePoliceMessage'), operator: nameText, text: noteText }),
  ],
} as const;
