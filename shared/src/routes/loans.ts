// Who wears which button: handing out, taking back, and what is to be done about it.
import * as z from 'zod';
import { lineText } from '../command-text.ts';
import { knownAtHome, reasonCategory } from '../alarm/raising/state.ts';
import { buttonStatus, talk, withoutSoundReason } from '../button/state.ts';
import { buttonDetail, buttonSummary, heard, loanSummary } from './buttons.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const params = z.object({ buttonId: z.uuid() });
const ofLoan = z.object({ buttonId: z.uuid(), loanId: z.uuid() });

export const lendRequest = z.object({
  /** Chosen by whoever asks, so that the same request sent twice lends once. */
  loanId: z.uuid(),
  holderId: z.uuid(),
  reasonCategory,
  /** Null: from now on. */
  startsAt: at.nullable(),
  endsAt: at.nullable(),
  reviewAt: at,
  knownAtHome,
  /** Why it goes without a test that was heard; null: it was. */
  withoutSoundTest: withoutSoundReason.exclude(['reserved']).nullable(),
});
export type LendRequest = z.infer<typeof lendRequest>;

const day = z.iso.date();

/** Of which municipalities: of all in reach, or of those that have no officer to see to it. */
export const loanScope = z.enum(['all', 'without-officer']);
export type LoanScope = z.infer<typeof loanScope>;

/** It names buttons and nobody who wears one: a task is read by whoever passes. */
export const overview = z.object({
  lent: z.int().nonnegative(),
  inPool: z.int().nonnegative(),
  /** Of each the most urgent first, twenty at most; the count is of all. */
  overdue: z.object({ count: z.int(), buttons: z.array(buttonSummary) }),
  withoutContact: z.object({ count: z.int(), buttons: z.array(buttonSummary) }),
  tasks: z.array(
    z.object({
      kind: z.enum(['sound-test', 'review', 'talk', 'never-tested', 'stale', 'harmless']),
      buttonId: z.uuid(),
      serial: z.string(),
      municipality: z.string(),
      loanId: z.uuid(),
      dueAt: at.nullable(),
    }),
  ),
});
export type Overview = z.infer<typeof overview>;

export const calendar = z.object({
  buttons: z.array(
    z.object({
      id: z.uuid(),
      serial: z.string(),
      status: buttonStatus,
      loans: z.array(loanSummary),
    }),
  ),
  next: z.string().nullable(),
});

export const loanRoutes = {
  buttonTest: {
    method: 'GET',
    path: '/api/buttons/:buttonId/test',
    summary: 'The newest test press of it that was heard, and whether somebody may leave with it',
    access: 'loan.change',
    params,
    response: z.object({ heard, isFresh: z.boolean() }),
  },
  buttonLend: {
    method: 'POST',
    path: '/api/buttons/:buttonId/lend',
    summary:
      'It goes to whom it is lent; 409 before a test was heard, and where it is lent already',
    access: 'loan.change',
    params,
    body: lendRequest,
    response: buttonDetail,
  },
  loanReturn: {
    method: 'POST',
    path: '/api/buttons/:buttonId/loans/:loanId/return',
    summary: 'It came back, or the loan is called off before it began',
    access: 'loan.change',
    params: ofLoan,
    body: z.object({}),
    response: buttonDetail,
  },
  loanTerm: {
    method: 'POST',
    path: '/api/buttons/:buttonId/loans/:loanId/term',
    summary: 'Another end, or another day on which somebody asks whether it is still needed',
    access: 'loan.change',
    params: ofLoan,
    body: z.object({ endsAt: at.nullable(), reviewAt: at }),
    response: buttonDetail,
  },
  loanTalk: {
    method: 'POST',
    path: '/api/buttons/:buttonId/loans/:loanId/talk',
    summary: 'What became of the talk that a loan ends with; nothing of what was said',
    access: 'loan.change',
    params: ofLoan,
    body: z.object({ said: talk }),
    response: buttonDetail,
  },
  loanOverview: {
    method: 'GET',
    path: '/api/loans/overview',
    summary: 'What is lent, late and silent in reach, and what is to be done about it',
    access: 'loan.read',
    query: z.object({ of: loanScope.optional() }),
    response: overview,
  },
  loanCalendar: {
    method: 'GET',
    path: '/api/loans/calendar',
    summary: 'Who wears which button between two days, twenty-five buttons at a time',
    access: 'loan.read',
    query: z.object({ from: day, until: day, cursor: z.string().max(500).optional() }),
    response: calendar,
  },
} satisfies Record<string, Route>;

/** The register as CSV, beside the table because it answers no JSON. */
export const registerExportPath = '/api/buttons.csv';
export const registerExportQuery = z.object({
  reason: lineText(500),
  variant: z.enum(['dutch', 'iso']).default('dutch'),
});

/** What whoever wears it takes home, as PDF. */
export const handOutPath = '/api/buttons/:buttonId/loans/:loanId/hand-out.pdf';
