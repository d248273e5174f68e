// What somebody asks about a button: what is registered of it, where it is, and its loans.
import * as z from 'zod';
import { registrationDetails } from './register/registration.ts';
import {
  asideReason,
  buttonDeadlineKind,
  buttonKey,
  loan,
  retiredReason,
  soundTest,
  talk,
} from './state.ts';

const at = z.iso.datetime();
const ofLoan = z.object({ loanId: z.uuid() });
const lent = loan.omit({ returnedAt: true, soundTest: true, talk: true });

export const buttonCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Register'), centreId: z.uuid(), details: registrationDetails }),
  /** `expectedVersion`: the one he filled it in upon; a file of lines knows none. */
  z.object({
    type: z.literal('ChangeRegistration'),
    expectedVersion: z.int().positive().nullable(),
    details: registrationDetails,
  }),
  z.object({ type: z.literal('SetKey'), key: buttonKey }),
  z.object({ type: z.literal('SetAside'), why: asideReason }),
  z.object({ type: z.literal('PutBack') }),
  z.object({ type: z.literal('ReportMissing') }),
  z.object({ type: z.literal('ReportFound') }),
  z.object({ type: z.literal('Retire'), reason: retiredReason }),
  lent.extend({ type: z.literal('Lend'), centreId: z.uuid() }),
  /** `returnedAt`: when it came back, where it is written down later. */
  ofLoan.extend({ type: z.literal('Return'), returnedAt: at.optional() }),
  ofLoan.extend({ type: z.literal('ChangeTerm'), endsAt: at.nullable(), reviewAt: at }),
  ofLoan.extend({ type: z.literal('KeepTalk'), said: talk }),
  soundTest.extend({ type: z.literal('HearTest') }),
  z.object({
    type: z.literal('DeadlineReached'),
    kind: buttonDeadlineKind,
    revision: z.int().positive(),
  }),
]);
export type ButtonCommand = z.infer<typeof buttonCommand>;
