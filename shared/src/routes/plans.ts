// Plans (*alarminstructies*), for whoever looks after them at the centre and at a municipality. Each is asked for by whose
// it is: a municipality's, a person's or a button's id.
import * as z from 'zod';
import { alone, askedContent, author, planLayer, refusalReason } from '../plan/state.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();

/** As it is shown; null once its key was erased. */
const shown = askedContent.nullable();

export const planSummary = z.object({
  ofId: z.uuid(),
  layer: planLayer,
  /** Of the municipality, of the person, or the button's number. */
  name: z.string(),
  municipality: z.string(),
  /** How often something else began to count; 0: nothing does. */
  number: z.int().nonnegative(),
  since: at.nullable(),
  waitsSince: at.nullable(),
});
export type PlanSummary = z.infer<typeof planSummary>;

const layerView = z.object({
  layer: planLayer,
  planId: z.uuid(),
  name: z.string(),
  number: z.int().positive(),
  content: askedContent,
});

export const planView = z.object({
  ofId: z.uuid(),
  layer: planLayer,
  name: z.string(),
  municipality: z.string(),
  /** For whoever proposes something else; 0 before there is a history. */
  version: z.int().nonnegative(),
  number: z.int().nonnegative(),
  /** What counts. */
  content: shown,
  counts: z
    .object({ since: at, proposedBy: author, by: author, alone: alone.nullable() })
    .nullable(),
  proposed: z.object({ content: shown, by: author, at, version: z.int().positive() }).nullable(),
  refused: z.object({ by: author, at, reason: z.string().nullable() }).nullable(),
  /** What of every layer counts for whom this is, its own as well: what a press would copy now. */
  layers: z.array(layerView),
  /** Of a person: whom he wants called, and whether a word was agreed. */
  person: z
    .object({
      codeWordAgreed: z.boolean(),
      contacts: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          relation: z.string(),
          mayBeInvolved: z.boolean(),
        }),
      ),
    })
    .nullable(),
  /** With the one supervisor there is, what he proposes counts at once. */
  isAlone: z.boolean(),
});
export type PlanView = z.infer<typeof planView>;

export const planVersion = z.object({
  version: z.int().positive(),
  at,
  what: z.enum(['proposed', 'taken-over', 'approved', 'refused', 'withdrawn', 'emptied']),
  by: author,
  /** Of what began to count: whose proposal it was, why nobody else was asked, and how many times something did. */
  proposedBy: author,
  alone: alone.nullable(),
  number: z.int().positive().nullable(),
  /** What was proposed, or began to count. */
  content: shown,
  reason: z.string().nullable(),
});
export type PlanVersion = z.infer<typeof planVersion>;

const params = z.object({ ofId: z.uuid() });
const expectedVersion = z.int().positive();

export const planRoutes = {
  plans: {
    method: 'GET',
    path: '/api/plans',
    summary:
      'Plans of municipalities, persons and buttons; those that are written, that wait, or all that there can be',
    access: 'plan.read',
    query: z.object({
      search: z.string().max(100).optional(),
      which: z.enum(['written', 'waiting', 'all']).optional(),
      cursor: z.string().max(500).optional(),
    }),
    response: z.object({ plans: z.array(planSummary), next: z.string().nullable() }),
  },
  plan: {
    method: 'GET',
    path: '/api/plans/:ofId',
    summary: 'One plan: what counts, what somebody proposes, and what the layers make together',
    access: 'plan.read',
    params,
    response: planView,
  },
  planHistory: {
    method: 'GET',
    path: '/api/plans/:ofId/history',
    summary: 'What was proposed, agreed to and refused, and by whom, newest first',
    access: 'plan.read',
    params,
    response: z.object({ versions: z.array(planVersion) }),
  },
  planPropose: {
    method: 'POST',
    path: '/api/plans/:ofId/propose',
    summary: 'Something else is to count; it does once another, who is a supervisor, agrees',
    access: 'plan.propose',
    params,
    body: z.object({ content: askedContent, expectedVersion: z.int().nonnegative() }),
    response: planView,
  },
  planApprove: {
    method: 'POST',
    path: '/api/plans/:ofId/approve',
    summary: 'What another proposed counts from now on; 409 when it is another by now',
    access: 'plan.approve',
    params,
    body: z.object({ expectedVersion }),
    response: planView,
  },
  planRefuse: {
    method: 'POST',
    path: '/api/plans/:ofId/refuse',
    summary: 'What another proposed does not count, and why',
    access: 'plan.approve',
    params,
    body: z.object({ expectedVersion, reason: refusalReason }),
    response: planView,
  },
  planWithdraw: {
    method: 'POST',
    path: '/api/plans/:ofId/withdraw',
    summary: 'Whoever proposed it takes it back; what counts, counts on',
    access: 'plan.propose',
    params,
    body: z.object({ expectedVersion }),
    response: planView,
  },
} satisfies Record<string, Route>;
