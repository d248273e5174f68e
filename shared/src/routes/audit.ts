// Who looked at what and who changed what, newest first; and after a breach, who saw what of whom between two moments.
import * as z from 'zod';
import { text } from '../command-text.ts';
import {
  accessActionNames,
  accessOutcome,
  actionGroup,
  seenKind,
  type AccessAction,
} from '../audit/actions.ts';
import { truth } from './answer-times.ts';
import { planLayer } from '../plan/state.ts';
import type { Route } from './route.ts';
import { ofEachKind } from './settings.ts';

const at = z.iso.datetime();
const count = z.int().nonnegative();
const names = accessActionNames as [AccessAction, ...AccessAction[]]; // it has actions

/** Looked for as it stands. */
const searchText = text(100);

export const auditLine = z.object({
  /** Of what it stands in: `look-12`, `change-<stream>-<version>`. */
  id: z.string(),
  at,
  group: actionGroup,
  /** Null for a change, and for what another release has its own name of. */
  action: z.enum(names).nullable(),
  /** Of a change, or of an action that this release does not know. */
  type: z.string().nullable(),
  by: z.object({
    /** Null: no account. */
    id: z.uuid().nullable(),
    name: z.string().nullable(),
    /** A role of then, which may be none of now; `police-link`, `service`. */
    role: z.string().nullable(),
    /** A part of the system, or `device`. */
    part: z.string().nullable(),
  }),
  object: z.object({
    /** `alarm`, `setting` … of a change its stream; null where the action says it all. */
    kind: z.string().nullable(),
    id: z.string(),
    /** An alarm's number for people. */
    number: z.int().nullable(),
    /** As people call it: of a setting and a privacy request its kind. Null where nobody calls it anything. */
    name: z.string().nullable(),
    /** Of a plan: whose it is, which is what `name` then calls. Null of everything else. */
    layer: planLayer.nullable(),
  }),
  /** The data subject; without a name for whoever may not know it, and of one who is in no list any more. */
  whom: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
  outcome: accessOutcome,
  result: z.string().nullable(),
  origin: z.string().nullable(),
});
export type AuditLine = z.infer<typeof auditLine>;

/** What stands behind a change, by its path; nothing of it that is sealed. */
export const auditBehind = z.object({
  /** Empty of the first event of all. */
  changed: z.array(
    z.object({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  said: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Of a setting that was proposed or counts since: its value, whole. Null where it is sealed. */
  setting: ofEachKind((value) => ({ before: value, after: value })).nullable(),
});
export type AuditBehind = z.infer<typeof auditBehind>;

export const auditQuery = z.object({
  from: at.optional(),
  until: at.optional(),
  /** The account that did it. */
  by: z.uuid().optional(),
  group: actionGroup.optional(),
  /** An alarm, a file, a setting. */
  object: z.uuid().optional(),
  whom: z.uuid().optional(),
  outcome: accessOutcome.optional(),
  /** An alarm's number, a part of a name, or an id. */
  search: searchText.optional(),
  /** Also what buttons and the product itself changed. */
  everything: z.literal('yes').optional(),
  cursor: z.string().max(500).optional(),
});
export type AuditQuery = z.infer<typeof auditQuery>;

/** After a breach: whose account was misused, or of whom something was seen. */
export const breachQuery = z.object({
  of: z.enum(['holder', 'member', 'municipality']),
  id: z.uuid(),
  from: at,
  until: at,
});
export type BreachQuery = z.infer<typeof breachQuery>;

/** What one person saw; of a member's account, what was seen of one holder. */
export const breachRow = z.object({
  /** Null: nobody with an account, or of nobody by name. */
  id: z.uuid().nullable(),
  name: z.string().nullable(),
  role: z.string().nullable(),
  looks: count,
  seen: z.record(seenKind, count),
  firstAt: at,
  lastAt: at,
});
export type BreachRow = z.infer<typeof breachRow>;

/** Whose holders were seen, and has to hear it. */
export const breachMunicipality = z.object({
  id: z.uuid(),
  name: z.string(),
  looks: count,
  holders: count,
});
export type BreachMunicipality = z.infer<typeof breachMunicipality>;

export const breach = z.object({
  about: z.object({ of: breachQuery.shape.of, id: z.uuid(), name: z.string().nullable() }),
  from: at,
  until: at,
  /** Looks in all, those that were refused left out. */
  looks: count,
  rows: z.array(breachRow),
  municipalities: z.array(breachMunicipality),
  /** The newest of them; all of them are in the CSV. */
  lines: z.array(auditLine),
});
export type Breach = z.infer<typeof breach>;

export const auditRoutes = {
  audit: {
    method: 'GET',
    path: '/api/audit',
    summary: 'Who looked at what and who changed what, newest first; the look is logged itself',
    access: 'audit.read',
    query: auditQuery,
    response: truth.extend({ lines: z.array(auditLine), cursor: z.string().nullable() }),
  },
  auditLine: {
    method: 'GET',
    path: '/api/audit/lines/:lineId',
    summary: 'What is behind one line: what changed, from what into what; nothing that is sealed',
    access: 'audit.read',
    params: z.object({
      lineId: z.string().regex(/^(look-[0-9]{1,15}|change-[0-9a-f-]{36}-[0-9]{1,9})$/),
    }),
    response: z.object({
      line: auditLine,
      /** Null for a look, and for what only a file's own circle reads. */
      behind: auditBehind.nullable(),
    }),
  },
  auditSubjects: {
    method: 'GET',
    path: '/api/audit/subjects',
    summary: 'Holders, people and municipalities by a part of the name; logged',
    access: 'privacy.read',
    query: z.object({ search: searchText }),
    response: z.object({
      subjects: z.array(
        z.object({ of: breachQuery.shape.of, id: z.uuid(), name: z.string(), more: z.string() }),
      ),
    }),
  },
  breach: {
    method: 'GET',
    path: '/api/audit/breach',
    summary: 'Who saw what of whom between two moments; logged',
    access: 'privacy.read',
    query: breachQuery,
    response: breach,
  },
} satisfies Record<string, Route>;

/** Both as CSV, beside the table; each is logged. */
export const auditExportPath = '/api/audit.csv';
export const auditExportQuery = auditQuery.omit({ cursor: true });
export const breachExportPath = '/api/audit/breach.csv';
