// A municipality's incident files.
import * as z from 'zod';
import {
  incidentSummary,
  incident,
  fillIn,
  incidentVersion,
  incidentView,
} from '../municipality/incident.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();

const incidentParams = z.object({ incidentId: z.uuid() });

export const incidentRoutes = {
  incidents: {
    method: 'GET',
    path: '/api/incidents',
    summary: "A municipality's incident files, newest first: those whose circle the asker is in",
    access: 'incident.read',
    query: z.object({ before: at.optional() }),
    response: z.object({ incidents: z.array(incidentSummary), hasMore: z.boolean() }),
  },
  incident: {
    method: 'GET',
    path: '/api/incidents/:incidentId',
    summary: 'One incident file; every look is logged',
    access: 'incident.read',
    params: incidentParams,
    response: incident,
  },
  incidentFill: {
    method: 'POST',
    path: '/api/incidents/:incidentId',
    summary: "The municipality's own words; 409 when somebody else changed them meanwhile",
    access: 'incident.change',
    params: incidentParams,
    body: fillIn,
    response: incident.pick({ version: true, changed: true }),
  },
  incidentCircleAdd: {
    method: 'POST',
    path: '/api/incidents/:incidentId/circle/add',
    summary: 'Lets a colleague of the municipality into the circle of this file',
    access: 'incident.change',
    params: incidentParams,
    body: z.object({ userId: z.uuid() }),
    response: incident.pick({ circle: true, colleagues: true }),
  },
  incidentCircleRemove: {
    method: 'POST',
    path: '/api/incidents/:incidentId/circle/remove',
    summary: 'Takes somebody out of the circle; the last one stays',
    access: 'incident.change',
    params: incidentParams,
    body: z.object({ userId: z.uuid() }),
    response: incident.pick({ circle: true, colleagues: true }),
  },
  incidentVersions: {
    method: 'GET',
    path: '/api/incidents/:incidentId/versions',
    summary: 'What was written in this file by whom and when, newest first; every look is logged',
    access: 'incident.read',
    params: incidentParams,
    response: z.object({ versions: z.array(incidentVersion) }),
  },
  incidentViews: {
    method: 'GET',
    path: '/api/incidents/:incidentId/views',
    summary: 'Who looked at this file, printed it or took it along, newest first',
    access: 'incident.read',
    params: incidentParams,
    response: z.object({ views: z.array(incidentView) }),
  },
} satisfies Record<string, Route>;

/** Incident files as CSV, beside the table: `dutch` as Excel here reads it, `iso` as programs do. */
export const incidentExportPath = '/api/incidents.csv';

export const incidentExportQuery = z.object({
  variant: z.enum(['dutch', 'iso']).default('dutch'),
  /** First and last day, both included, as Amsterdam counts them; without them there is no such end. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

/** One of them as PDF. */
export const incidentReportPath = '/api/incidents/:incidentId/report.pdf';
