// What the product itself did and could not do: what went out, what came in, what stands aside.
import * as z from 'zod';
import { alarm } from '../alarm/state.ts';
import { signalKind, position, disposition } from '../signals.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();

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

/** What of the product's own work can stand aside (api/src/jobs/set-aside.ts). */
export const setAsideKind = z.enum([
  'button-key',
  'canary',
  'deadline',
  'dismissal',
  'effect',
  'erasure',
  'lease',
  'listener',
  'projection',
  'recording',
  'reminder',
  'rights',
  'sound-fact',
]);
export type SetAsideKind = z.infer<typeof setAsideKind>;

/** How many of a kind, and since when the first of them. Names no person and no item. */
export const setAside = z.object({ kind: setAsideKind, count: z.int().positive(), since: at });
export type SetAside = z.infer<typeof setAside>;

/** What is kept for a time and then erased, each class by a job of its name (api/src/retention/classes.ts). */
export const retentionClass = z.enum([
  'harmless-sound',
  'real-sound',
  'harmless-content',
  'real-content',
  'access-lines',
  'stray-messages',
  'unused-sheets',
]);
export type RetentionClassName = z.infer<typeof retentionClass>;

/** Whatever the product repeats by itself (api/src/jobs/), each under its name; what it does stands at its place. */
export const jobName = z.enum([
  ...retentionClass.options,
  'access-seals',
  'canary',
  'clock',
  'contacts',
  'counted',
  'deadlines',
  'directory',
  'failing-parts',
  'follower',
  'leases',
  'listening-sessions',
  'looking-for-sound',
  'lost-presses',
  'outbox',
  'past-log-ins',
  'presence',
  'projections',
  'recovery',
  'register-imports',
  'reminders',
  'rights-to-hear',
  'rooms',
  'set-aside',
  'sound-devices',
  'sound-facts',
  'token-uses',
  'unused-secrets',
]);
export type JobName = z.infer<typeof jobName>;

/** How a job is doing, whichever process last did a round of it. Names no person and no item. */
export const jobState = z.object({
  name: jobName,
  /** Null before the first. */
  lastGoodAt: at.nullable(),
  /** `late`: no good round for longer than it may take, and none that failed either, as where one hangs. */
  state: z.enum(['ok', 'late', 'failing']),
  /** Taken up and not handled yet; null where the job is of no items, as one that compares a whole. */
  waiting: z.int().nonnegative().nullable(),
  /** Handled since the database was made; null as above. */
  done: z.int().nonnegative().nullable(),
  /** Of its items; null where none is ever set aside. */
  setAside: z.int().nonnegative().nullable(),
});
export type JobState = z.infer<typeof jobState>;

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

export const systemRoutes = {
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
  jobs: {
    method: 'GET',
    path: '/api/jobs',
    summary: 'What the product repeats by itself, and how each is doing',
    access: 'system.read',
    response: z.object({ jobs: z.array(jobState) }),
  },
  signals: {
    method: 'GET',
    path: '/api/signals',
    summary: 'Every recorded signal, refused ones too, newest first',
    access: 'signals.read',
    query: z.object({ since: at.optional() }),
    response: z.object({ signals: z.array(recordedSignal) }),
  },
} satisfies Record<string, Route>;
