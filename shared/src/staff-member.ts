// Somebody of the centre's staff, as an event names him: who did it stays readable for as long as the log does.
import * as z from 'zod';
import type { Actor } from './actor.ts';

export const staffMember = z.object({ id: z.uuid(), name: z.string() });
export type StaffMember = z.infer<typeof staffMember>;

/** Whose name an event carries; null: a part of the system asked, and the event's actor says which. */
export const authorOf = (actor: Actor): StaffMember | null =>
  actor.type === 'person' ? { id: actor.id, name: actor.name } : null;
