// Every HTTP route once: method, path, who may, what goes in and what comes out. The server registers
// from this table, the console's client is derived from it, the OpenAPI document is printed from it.
// Paths under /api/auth belong to the log-in library and are documented there.
import * as z from 'zod';
import { personCommand } from './alarm/commands.ts';
import { nearbyPress } from './alarm/verification/nearby.ts';
import { planFlag } from './alarm/plan/state.ts';
import { alarm } from './alarm/state.ts';
import { deskItem, feedEvent } from './feed.ts';
import { audioQuery, soundPresence } from './listen-in.ts';
import { fillIn, incident, incidentSummary, incidentView } from './municipality/incident.ts';
import { aol } from './places/aol.ts';
import { controlRoomCode } from './police/control-rooms.ts';
import { linkMinutes } from './alarm/police-page/link.ts';
import { policeAnswer, policeEntry, policeMessageBody, policeReportBody } from './police/page.ts';
import { controlRoomLine } from './police/route.ts';
import { type permission, role } from './roles.ts';
import { disposition, position, signalKind } from './signals.ts';

const at = z.iso.datetime();

/** What every refusal looks like: 401, 403, 404, 409, 422, 429 alike. */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBody>;

export const session = z.object({
  user: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  role,
  centre: z.object({
    id: z.uuid(),
    name: z.string(),
    phone: z.string(),
    /** Read aloud from memory when everything else is dark. */
    policePhone: z.string(),
    /** For every region; known to a desk before it needs one. */
    controlRoomLines: z.array(controlRoomLine),
    /** Control rooms with a system of their own, which is told by data beside the telephone call. */
    controlRoomSystems: z.array(controlRoomCode),
    nearbyPress,
  }),
  municipality: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  demo: z.boolean(),
  serverTime: at,
});
export type Session = z.infer<typeof session>;

export const board = z.object({
  sequence: z.int().nonnegative(),
  /** All open alarms and those closed in the last hour. */
  alarms: z.array(alarm),
  buttons: z.object({ total: z.int(), withoutContact: z.int() }),
});
export type Board = z.infer<typeof board>;

export const commandRequest = z.object({ commandId: z.uuid() }).and(personCommand);
export type CommandRequest = z.infer<typeof commandRequest>;

/** The alarm as it is after the command, and the events that made it so (empty when nothing had to change). */
export const commandAnswer = z.object({ alarm, events: z.array(feedEvent) });
export type CommandAnswer = z.infer<typeof commandAnswer>;

const spokenText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((words) => words.isWellFormed() && !words.includes('\0'));

export const raiseByHand = z.object({
  /** Made by whoever asks, so that a repeat after a lost answer is known. */
  alarmId: z.uuid(),
  /** Who needs help: by the button, without one, or known to nobody here. */
  whom: z.discriminatedUnion('type', [
    z.object({ type: z.literal('button'), buttonId: z.uuid() }),
    z.object({ type: z.literal('holder'), holderId: z.uuid() }),
    z.object({ type: z.literal('unknown'), name: spokenText(120) }),
  ]),
  /** Where, as it was said; null: unknown. */
  place: spokenText(300).nullable(),
  /** Who telephoned and what he said: the first note. */
  reason: spokenText(4000),
});
export type RaiseByHand = z.infer<typeof raiseByHand>;

const wearer = z.object({
  holderId: z.uuid(),
  /** Null: this person has no button now. */
  button: z.object({ id: z.uuid(), serial: z.string() }).nullable(),
  name: z.string(),
  function: z.string(),
  municipality: z.string(),
});
export type Wearer = z.infer<typeof wearer>;

export const dossier = z.object({
  /** Null for a button without a known holder. */
  description: z.string().nullable(),
  specialInstruction: z.string().nullable(),
  threatContext: z.string().nullable(),
  codeWord: z.string().nullable(),
  duressWord: z.string().nullable(),
  /** Agreements with the police, expired ones too: each about one address. */
  aols: z.array(aol),
  /** The year in which each of the plan's flags was reported, where that is known. */
  reportedIn: z.partialRecord(planFlag, z.int()),
  places: z.array(
    z.object({
      id: z.uuid(),
      label: z.string(),
      address: z.string(),
      floor: z.string().nullable(),
      latitude: z.number(),
      longitude: z.number(),
    }),
  ),
  contacts: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      relation: z.string(),
      phone: z.string(),
      /** "Zelfde adres / mogelijk betrokken": never called while the alarm is NIET BELLEN. */
      mayBeInvolved: z.boolean(),
    }),
  ),
  plan: z.object({
    version: z.int(),
    title: z.string(),
    steps: z.array(z.object({ id: z.string(), text: z.string(), required: z.boolean() })),
  }),
});
export type Dossier = z.infer<typeof dossier>;

export const outboxEntry = z.object({
  id: z.uuid(),
  kind: z.string(),
  alarmId: z.uuid().nullable(),
  alarmNumber: z.int().nullable(),
  mode: alarm.shape.mode,
  recipient: z.string(),
  text: z.string(),
  createdAt: at,
  attempts: z.int(),
  nextAttemptAt: at.nullable(),
  status: z.enum(['waiting', 'sent', 'failed', 'withheld']),
  sentAt: at.nullable(),
  lastError: z.string().nullable(),
});
export type OutboxEntry = z.infer<typeof outboxEntry>;

/** What of the product's own work can stand aside (api/src/set-aside.ts). */
export const setAsideKind = z.enum([
  'button-key',
  'canary',
  'deadline',
  'dismissal',
  'effect',
  'erasure',
  'lease',
  'listener',
  'recording',
  'rights',
  'sound-fact',
]);
export type SetAsideKind = z.infer<typeof setAsideKind>;
/** How many of a kind, and since when the first of them. Names no person and no item. */
export const setAside = z.object({ kind: setAsideKind, count: z.int().positive(), since: at });
export type SetAside = z.infer<typeof setAside>;

export const recordedSignal = z.object({
  id: z.uuid(),
  receivedAt: at,
  protocol: z.string(),
  account: z.string().nullable(),
  kind: signalKind,
  code: z.string().nullable(),
  latitude: position.shape.latitude.nullable(),
  longitude: position.shape.longitude.nullable(),
  disposition,
  /** The bytes, one a character; null once the key of whoever sent it was erased. */
  raw: z.string().nullable(),
});

export const demoAccount = z.object({
  role,
  name: z.string(),
  email: z.string(),
  password: z.string(),
  totpSecret: z.string().optional(),
  /** The one-time code of this moment, so that a demo needs no telephone. */
  code: z.string().optional(),
});

export type Route = {
  method: 'GET' | 'POST';
  path: string;
  summary: string;
  /** `public`: no session asked; `police-link`: a device that a police link let in, and no account. Everything else names one permission of roles.ts. */
  access: z.infer<typeof permission> | 'police-link' | 'public';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  response: z.ZodType;
  /** Requests of one address, where far fewer than usual make sense. */
  perMinute?: number;
};

const alarmParams = z.object({ alarmId: z.uuid() });
const incidentParams = z.object({ incidentId: z.uuid() });

export const routes = {
  session: {
    method: 'GET',
    path: '/api/session',
    summary: 'Who is logged in, in which role, at which centre',
    access: 'session.read',
    response: session,
  },
  board: {
    method: 'GET',
    path: '/api/board',
    summary: 'All open alarms with the sequence they are true at: the start of a desk',
    access: 'board.read',
    response: board,
  },
  alarmLog: {
    method: 'GET',
    path: '/api/alarms/:alarmId/log',
    summary: "One alarm's events in order",
    access: 'alarm.read',
    params: alarmParams,
    response: z.object({ events: z.array(deskItem) }),
  },
  alarmCommand: {
    method: 'POST',
    path: '/api/alarms/:alarmId/commands',
    summary: 'Asks something of an alarm; 409 names the rule that says no',
    access: 'alarm.command',
    params: alarmParams,
    body: commandRequest,
    response: commandAnswer,
  },
  alarmDossier: {
    method: 'GET',
    path: '/api/alarms/:alarmId/dossier',
    summary:
      'Restricted facts about the holder; only once the alarm is claimed, and every look is logged',
    access: 'alarm.dossier',
    params: alarmParams,
    response: dossier,
  },
  listenInConnect: {
    method: 'POST',
    path: '/api/listen-in/connect',
    summary: "Opens a desk's sound socket: a token that counts once, for a minute, and for no room",
    access: 'alarm.listen',
    response: z.object({ token: z.string(), listener: z.uuid(), sound: soundPresence }),
  },
  alarmListenIn: {
    method: 'POST',
    path: '/api/alarms/:alarmId/listen-in',
    summary:
      'Starts listening in, which everybody at the centre sees; a token that counts once, for this room',
    access: 'alarm.listen',
    params: alarmParams,
    /** `claim`: takes the alarm as well, and is refused when that is. A repeat is a claim of its own. */
    body: z.object({
      listener: z.uuid(),
      claim: z.object({ expectedVersion: z.int().positive() }).optional(),
    }),
    response: z.object({ token: z.string(), room: z.uuid(), events: z.array(feedEvent) }),
  },
  alarmPrepareListenIn: {
    method: 'POST',
    path: '/api/alarms/:alarmId/listen-in/prepare',
    summary:
      'Makes the sound of an open alarm ready at a desk, before it may be heard; nothing is heard by it, and nothing is written down',
    access: 'alarm.listen',
    params: alarmParams,
    body: z.object({ listener: z.uuid() }),
    response: z.object({ token: z.string(), room: z.uuid() }),
  },
  alarmRaise: {
    method: 'POST',
    path: '/api/alarms',
    summary:
      'Raises a duress by hand, for whoever telephones; a repeat under the same id raises nothing',
    access: 'alarm.command',
    body: raiseByHand,
    response: commandAnswer,
  },
  wearers: {
    method: 'GET',
    path: '/api/wearers',
    summary:
      'Who is registered, with the button worn now, by a part of the name, function or number',
    access: 'alarm.command',
    query: z.object({ search: z.string().trim().min(2).max(60) }),
    response: z.object({ wearers: z.array(wearer) }),
  },
  outbox: {
    method: 'GET',
    path: '/api/outbox',
    summary: 'What went out or would go out, newest first',
    access: 'outbox.read',
    query: z.object({ before: at.optional() }),
    response: z.object({ entries: z.array(outboxEntry) }),
  },
  setAside: {
    method: 'GET',
    path: '/api/set-aside',
    summary: 'What the product could not handle and set aside, by kind',
    access: 'system.read',
    response: z.object({ setAside: z.array(setAside) }),
  },
  signals: {
    method: 'GET',
    path: '/api/signals',
    summary: 'Every recorded signal, refused ones too, newest first',
    access: 'signals.read',
    query: z.object({ since: at.optional() }),
    response: z.object({ signals: z.array(recordedSignal) }),
  },
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
  incidentViews: {
    method: 'GET',
    path: '/api/incidents/:incidentId/views',
    summary: 'Who looked at this file, printed it or took it along, newest first',
    access: 'incident.read',
    params: incidentParams,
    response: z.object({ views: z.array(incidentView) }),
  },
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
      events: z.array(feedEvent),
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
  demoAccounts: {
    method: 'GET',
    path: '/api/demo/accounts',
    summary: 'Log-ins of the demo; 404 in real use',
    access: 'public',
    response: z.object({ accounts: z.array(demoAccount) }),
  },
} satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
/**
 * Sound stands beside the table too: a stretch of an alarm's recording by wall time, as `audio/ogg` or
 * `audio/wav`. While the alarm is open for who listens in; afterwards for an hour to who gave a reason
 * (`RequestPlayback`). `recording` where there are several; otherwise the one that has `from` in it.
 */
export const soundPath = '/api/alarms/:alarmId/sound';
export const soundQuery = audioQuery.extend({ recording: z.uuid().optional() });

/** A background tile is an image, so it stands beside the table: layer, zoom, column, row. */
export const tilePath = '/api/map/tiles/:layer/:z/:x/:y';
export const tileLayer = z.enum(['grijs', 'standaard', 'pastel', 'osm']);

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
