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
  'projection',
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
  signals: {
    method: 'GET',
    path: '/api/signals',
    summary: 'Every recorded signal, refused ones too, newest first',
    access: 'signals.read',
    query: z.object({ since: at.optional() }),
    response: z.object({ signals: z.array(recordedSignal) }),
  },
} satisfies Record<string, Route>;
