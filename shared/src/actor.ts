// Who asks something of an alarm. Built at the doors (HTTP hook, socket hello, device credential)
// and written into every event, so that the log answers "who" without asking another table.
import * as z from 'zod';
import { formerRole, role } from './roles.ts';

export const systemPart = z.enum([
  'intake',
  'sweep',
  'presence',
  'outbox',
  'listen-in',
  'police-link',
  'clock',
  'projections',
  'demo',
  'command-line',
  'import',
  'take-over',
  'retention',
  'log-in',
]);
export type SystemPart = z.infer<typeof systemPart>;

export const actor = z.discriminatedUnion('type', [
  /** A logged-in person acting in one role. The name is the person's name at work. */
  z.object({
    type: z.literal('person'),
    id: z.uuid(),
    name: z.string().max(120),
    role: role.or(formerRole),
  }),
  /** A button, by its own provisioned credential. */
  z.object({ type: z.literal('device'), buttonId: z.uuid() }),
  /** A program, by a token of its service account; no person, and in no role. */
  z.object({ type: z.literal('service'), id: z.uuid(), name: z.string().max(120) }),
  /** A named part of the system itself. */
  z.object({ type: z.literal('system'), part: systemPart }),
]);
export type Actor = z.infer<typeof actor>;
export type Service = Extract<Actor, { type: 'service' }>;
export type Person = Extract<Actor, { type: 'person' }>;
