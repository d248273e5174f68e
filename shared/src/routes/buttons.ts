// Devices: the register for whoever runs it, and as the pool for whoever lends.
import * as z from 'zod';
import { knownAtHome, reasonCategory } from '../alarm/raising/state.ts';
import { registrationDetails, wire } from '../button/register/registration.ts';
import {
  asideReason,
  buttonKey,
  buttonStatus,
  retiredReason,
  talk,
  withoutSoundReason,
} from '../button/state.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const by = z.string().nullable();
export const heard = z.object({ at, decibels: z.number().nullable() }).nullable();

const wearer = z.object({ id: z.uuid(), name: z.string(), function: z.string() });

/** Until when it is lent, as lists say it: neither why, nor what its holder told. */
export const loanSummary = z.object({
  loanId: z.uuid(),
  /** Null for whoever is told of a button that he opened alone. */
  holder: wearer.nullable(),
  startsAt: at,
  endsAt: at.nullable(),
  reviewAt: at,
  returnedAt: at.nullable(),
  isOverdue: z.boolean(),
  isReviewDue: z.boolean(),
  /** Lent without a test that was heard, and none was since. */
  isSoundUntested: z.boolean(),
});
export type LoanSummary = z.infer<typeof loanSummary>;

/** Of the button that somebody opened. */
export const loanDetail = loanSummary.extend({
  holder: wearer,
  reasonCategory,
  knownAtHome: knownAtHome.nullable(),
  withoutSoundTest: withoutSoundReason.nullable(),
  soundTest: heard,
  talk: talk.nullable(),
});
export type LoanDetail = z.infer<typeof loanDetail>;

export const buttonSummary = z.object({
  id: z.uuid(),
  serial: z.string(),
  model: z.string(),
  status: buttonStatus,
  firmware: z.string().nullable(),
  sim: z.string().nullable(),
  /** Null for whoever is told nothing of a municipality, and where it is nobody's yet. */
  municipality: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  lastContactAt: at.nullable(),
  batteryPercent: z.number().nullable(),
  /** The newest test that was heard. */
  heard,
  /** No test of it was heard for more than thirty days. */
  isStale: z.boolean(),
  /** In use, and not heard of for as long as that is expected. */
  isWithoutContact: z.boolean(),
  /** Null where nobody wears it, and for whoever may not lend. */
  loan: loanSummary.nullable(),
});
export type ButtonSummary = z.infer<typeof buttonSummary>;

export const buttonEventWord = z.enum([
  'registered',
  'taken-over',
  'changed',
  'key-set',
  'set-aside',
  'put-back',
  'missing',
  'found',
  'retired',
  'lent',
  'returned',
  'term-changed',
  'talk-kept',
  'test-heard',
  'due',
]);
export type ButtonEventWord = z.infer<typeof buttonEventWord>;

export const buttonDetail = buttonSummary.extend({
  version: z.int().positive(),
  loan: loanDetail.nullable(),
  /** Null: of a device that only its row tells of yet. */
  protocol: wire,
  /** Null for whoever does not run the register. */
  account: z.string().nullable(),
  supervisionSeconds: z.int().nullable(),
  sound: z.boolean(),
  /** When each of its keys was set, and by whom; never what it is. */
  keys: z.array(z.object({ key: buttonKey, at, by })),
  encrypted: z.boolean().nullable(),
  aside: z.object({ why: asideReason, at, by }).nullable(),
  missing: z.object({ at, by }).nullable(),
  retired: z.object({ reason: retiredReason, at, by }).nullable(),
  /** Newest first; empty for whoever may not lend. */
  loans: z.array(loanDetail),
  /** Presses of it that nobody needed help in, in twelve months; null for whoever may not lend. */
  harmless: z.int().nonnegative().nullable(),
  history: z.array(z.object({ at, what: buttonEventWord, by })),
});
export type ButtonDetail = z.infer<typeof buttonDetail>;

const params = z.object({ buttonId: z.uuid() });
const expectedVersion = z.int().positive();

/** Which of them a list shows. */
export const buttonFilter = z.enum([
  'all',
  'in-pool',
  'lent',
  'overdue',
  'without-contact',
  'stale',
  'out-of-use',
]);
export type ButtonFilter = z.infer<typeof buttonFilter>;

export const buttonRoutes = {
  buttons: {
    method: 'GET',
    path: '/api/buttons',
    summary: 'The buttons in reach by serial, fifty at a time',
    access: 'button.read',
    query: z.object({
      /** A part of its serial or model, or of the name of whoever wears it, for who is told that in lists. */
      search: z.string().max(100).optional(),
      show: buttonFilter.optional(),
      cursor: z.string().max(500).optional(),
    }),
    response: z.object({ buttons: z.array(buttonSummary), next: z.string().nullable() }),
  },
  button: {
    method: 'GET',
    path: '/api/buttons/:buttonId',
    summary: 'One button: what is registered, where it is, who wore it',
    access: 'button.read',
    params,
    response: buttonDetail,
  },
  buttonRegister: {
    method: 'POST',
    path: '/api/buttons',
    summary: 'A new device in the register; its keys are set apart and never shown',
    access: 'button.change',
    body: z.object({ details: registrationDetails }),
    response: buttonDetail,
  },
  buttonChange: {
    method: 'POST',
    path: '/api/buttons/:buttonId',
    summary: 'What is registered from now on; 409 when somebody else changed it meanwhile',
    access: 'button.change',
    params,
    body: z.object({ expectedVersion, details: registrationDetails }),
    response: buttonDetail,
  },
  buttonKey: {
    method: 'POST',
    path: '/api/buttons/:buttonId/key',
    summary: 'Another key of its messages, or another token of its sound; it is never shown again',
    access: 'button.change',
    params,
    body: z.object({
      key: buttonKey,
      /** `hex:…` or `ascii:…`; null: its messages come in clear from here on. */
      value: z.string().max(600).nullable(),
    }),
    response: buttonDetail,
  },
  buttonAside: {
    method: 'POST',
    path: '/api/buttons/:buttonId/aside',
    summary: 'Out of the pool for a test or to be mended, or back in it; 409 while it is lent',
    access: 'button.change',
    params,
    body: z.object({ why: asideReason.nullable() }),
    response: buttonDetail,
  },
  buttonRetire: {
    method: 'POST',
    path: '/api/buttons/:buttonId/retire',
    summary: 'For good out of the pool, with the reason; 409 while it is lent',
    access: 'button.change',
    params,
    body: z.object({ reason: retiredReason }),
    response: buttonDetail,
  },
  buttonMissing: {
    method: 'POST',
    path: '/api/buttons/:buttonId/missing',
    summary: 'Nobody knows where it is, or it was found again; a press of it is heard all the same',
    access: 'loan.change',
    params,
    body: z.object({ missing: z.boolean() }),
    response: buttonDetail,
  },
} satisfies Record<string, Route>;
