// The page for the police: giving it, who looked, and what the page itself asks.
import * as z from 'zod';
import { linkMinutes } from '../alarm/police-page/link.ts';
import { deskItem } from '../feed.ts';
import { policeEntry, policeAnswer, policeReportBody, policeMessageBody } from '../police/page.ts';
import { alarmParams } from './alarms.ts';
import { drawnMapFile } from './map-file.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();

export const policeRoutes = {
  sharePoliceLink: {
    method: 'POST',
    path: '/api/alarms/:alarmId/police-links',
    summary: 'Makes a link for the police; its address and PIN are shown this once',
    access: 'alarm.command',
    params: alarmParams,
    body: z.object({
      commandId: z.uuid(),
      linkId: z.uuid(),
      minutes: z.int().min(15).max(linkMinutes.most).optional(),
    }),
    response: z.object({
      url: z.url(),
      pin: z.string(),
      until: at,
      events: z.array(deskItem),
    }),
  },
  policeViewers: {
    method: 'GET',
    path: '/api/alarms/:alarmId/police-links',
    summary: 'Who looked by the links of an alarm',
    access: 'alarm.read',
    params: alarmParams,
    response: z.object({
      viewers: z.array(
        z.object({ linkId: z.uuid(), name: z.string(), firstSeenAt: at, lastSeenAt: at }),
      ),
    }),
  },
  policeEnter: {
    method: 'POST',
    path: '/api/police/session',
    summary: "Exchanges a police link's secret and PIN for a session of this device",
    access: 'public',
    perMinute: 20,
    body: policeEntry,
    response: z.object({ number: z.int().positive() }),
  },
  policeView: {
    method: 'GET',
    path: '/api/police/view',
    summary: 'The one alarm of this device’s police link; without `view` when nothing changed',
    access: 'police-link',
    query: z.object({ since: z.coerce.number().int().positive().optional() }),
    response: policeAnswer,
  },
  policeMap: {
    method: 'GET',
    path: '/api/police/map',
    summary: 'Which map file a police page may draw its streets from; null: there is none',
    access: 'police-link',
    perMinute: 120,
    response: z.object({ inUse: drawnMapFile.nullable() }),
  },
  policeReport: {
    method: 'POST',
    path: '/api/police/reports',
    summary: 'What the police say of it: received, under way, on the scene …',
    access: 'police-link',
    perMinute: 120,
    body: policeReportBody,
    response: z.object({ version: z.int().positive() }),
  },
  policeMessage: {
    method: 'POST',
    path: '/api/police/messages',
    summary: 'A message of the police to the centralist',
    access: 'police-link',
    perMinute: 30,
    body: policeMessageBody,
    response: z.object({ version: z.int().positive() }),
  },
} satisfies Record<string, Route>;
