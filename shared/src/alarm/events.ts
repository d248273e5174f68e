// What was decided, never changing. An event says facts and ids in `data`; whatever is personal stands
// in `personal`, which the log keeps sealed and which is null once the holder's key was erased.
import * as z from 'zod';
import { actor } from '../actor.ts';
import { assigningEvents } from './assigning/events.ts';
import { callerEvents } from './caller/events.ts';
import { callingEvents } from './calling/events.ts';
import { closingEvents } from './closing/events.ts';
import { deadlinesEvents } from './deadlines/events.ts';
import { effectsEvents } from './effects/events.ts';
import { erasingEvents } from './erasing/events.ts';
import { handoverEvents } from './handover/events.ts';
import { notesEvents } from './notes/events.ts';
import { ownershipEvents } from './ownership/events.ts';
import { planEvents } from './plan/events.ts';
import { policePageEvents } from './police-page/events.ts';
import { policeReportsEvents } from './police-reports/events.ts';
import { raised } from './raising/events.ts';
import { readBackEvents } from './read-back/events.ts';
import { signalsEvents } from './signals/events.ts';
import { situationEvents } from './situation/events.ts';
import { soundEvents } from './sound/events.ts';
import { verificationEvents } from './verification/events.ts';

/** Raised when an event's shape changes; older ones are upcast on read. */
export const eventSchemaVersion = 1;

export const alarmFact = z.discriminatedUnion('type', [
  raised,
  ...signalsEvents,
  ...ownershipEvents,
  ...assigningEvents,
  ...callerEvents,
  ...notesEvents,
  ...verificationEvents,
  ...callingEvents,
  ...planEvents,
  ...handoverEvents,
  ...policeReportsEvents,
  ...situationEvents,
  ...readBackEvents,
  ...policePageEvents,
  ...soundEvents,
  ...closingEvents,
  ...deadlinesEvents,
  ...effectsEvents,
  ...erasingEvents,
]);
/** What `decide` gives: what happened, without who and when. */
export type AlarmFact = z.infer<typeof alarmFact>;

const envelope = z.object({
  alarmId: z.uuid(),
  /** The alarm's own event count, from 1. */
  version: z.int().positive(),
  schemaVersion: z.int().positive(),
  at: z.iso.datetime(),
  actor,
});

/** An event as it is folded and drawn; its place in the centre's feed is beside it, not in it. */
export const alarmEvent = alarmFact.and(envelope);
export type AlarmEvent = AlarmFact & z.infer<typeof envelope>;
export type EventType = AlarmFact['type'];
