// What a centre runs by: what counts, who wants something else, and what counted when.
import * as z from 'zod';
import { bound } from '../setting/bounds.ts';
import {
  settingKind,
  settingValues,
  type SettingKind,
  type SettingValue,
} from '../setting/kinds.ts';
import { alone, author, refusalReason } from '../setting/state.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const count = z.int().nonnegative();

/** Who wanted a value, and who agreed; null: a part of the system. */
const decided = z.object({ proposedBy: author, by: author, alone: alone.nullable() });

/**
 * The same of every kind, each with its own value; null where that cannot be read or is not shown, and where the kind knows
 * having none.
 */
export const ofEachKind = <Shape extends z.core.$ZodLooseShape>(
  shapeOf: (value: z.ZodType<SettingValue | null>) => Shape,
) =>
  z.discriminatedUnion(
    'kind',
    settingKind.options.map((kind) =>
      z.object({ kind: z.literal(kind), ...shapeOf(settingValues[kind].nullable()) }),
    ) as unknown as [z.ZodObject<{ kind: z.ZodLiteral<SettingKind> } & Shape>], // it has kinds
  );

export const settingView = ofEachKind((value) => ({
  /** What counts. */
  value,
  /** Null: nobody set it, and the usual counts or what stood there before there was a history. */
  since: at.nullable(),
  decided: decided.nullable(),
  /** For whoever proposes something else; 0 before there is a history. */
  version: z.int().nonnegative(),
  proposed: z.object({ value, by: author, at, version: z.int().positive() }).nullable(),
  /** What somebody refused since, until something is proposed anew. */
  refused: z.object({ by: author, at, reason: z.string().nullable() }).nullable(),
  needsSecond: z.boolean(),
  /** What the product starts with. */
  usual: value,
  /** Of its numbers, by path. */
  bounds: z.record(z.string(), bound),
}));
export type SettingView = z.infer<typeof settingView>;

/** A value that counted, and for how long. */
export const settingPeriod = ofEachKind((value) => ({
  value,
  /** The version since which it counted; `before` of the next page. */
  version: z.int().positive(),
  from: at,
  /** Null: it still does. */
  until: at.nullable(),
  decided,
}));
export type SettingPeriod = z.infer<typeof settingPeriod>;

const params = z.object({ kind: settingKind });

export const settingRoutes = {
  settings: {
    method: 'GET',
    path: '/api/settings',
    summary:
      'What the centre runs by, of every kind or of one, and what somebody proposes instead; whom it pages only where that kind is asked for, which is logged',
    access: 'setting.read',
    query: z.object({ kind: settingKind.optional() }),
    response: z.object({
      /** Of every kind: those that name people without their value. */
      settings: z.array(settingView),
      /** How many are paged, for a list that names none of them; null of one kind, and where that cannot be read. */
      paged: z.object({ supervisor: count, onCall: count }).nullable(),
      /** Those who are, and who were within the week: with one there is nobody to agree, and what he sets counts at once. */
      administrators: count,
      /** Where one is left of several: since when what he sets counts at once, unless there is another by then. */
      aloneFrom: at.nullable(),
    }),
  },
  settingHistory: {
    method: 'GET',
    path: '/api/settings/:kind/history',
    summary: 'Every value of one kind, from when until when, the newest first',
    access: 'setting.read',
    params,
    query: z.object({ before: z.coerce.number().int().positive().optional() }),
    response: z.object({ periods: z.array(settingPeriod), hasMore: z.boolean() }),
  },
  settingAt: {
    method: 'GET',
    path: '/api/settings/:kind/value',
    summary: 'What counted at a moment; null where nothing was written down by then',
    access: 'setting.read',
    params,
    query: z.object({ at }),
    response: z.object({ period: settingPeriod.nullable() }),
  },
  settingPropose: {
    method: 'POST',
    path: '/api/settings/:kind/propose',
    summary: 'Another value; it counts at once where nobody else has to agree',
    access: 'setting.change',
    params,
    /** `value` is judged by its kind: what is wrong with it is said by field. */
    body: z.object({
      value: z.unknown(),
      expectedVersion: z.int().nonnegative(),
      /** By the ids under which the value names them; they never come back. */
      secrets: z.record(z.uuid(), z.string().max(500)).optional(),
    }),
    response: settingView,
  },
  settingApprove: {
    method: 'POST',
    path: '/api/settings/:kind/approve',
    summary:
      'What another administrator proposed counts from now on; 409 when it is another by now',
    access: 'setting.change',
    params,
    body: z.object({ expectedVersion: z.int().positive() }),
    response: settingView,
  },
  settingWithdraw: {
    method: 'POST',
    path: '/api/settings/:kind/withdraw',
    summary: 'What was proposed is proposed no more; what counts, counts on',
    access: 'setting.change',
    params,
    body: z.object({ expectedVersion: z.int().positive(), reason: refusalReason.optional() }),
    response: settingView,
  },
} satisfies Record<string, Route>;
