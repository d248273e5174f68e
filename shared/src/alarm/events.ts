// What was decided, never changing. An event says facts and ids in `data`; whatever is personal stands
// in `personal`, which the log keeps sealed and which is null once the holder's key was erased.
import * as z from 'zod';
import { actor } from '../actor.ts';

import { position, signalKind, signalWarning, unbelieved } from '../signals.ts';

import { staffMember } from './staff-member.ts';
import { soundEvents } from './sound/events.ts';
import { ownershipEvents } from './ownership/events.ts';
import { callerEvents } from './caller/events.ts';

import { alarm, alarmPersonal, closing, deadlineKind } from './state.ts';
import { planEvents } from './plan/events.ts';
import { callingEvents } from './calling/events.ts';
import { situationEvents } from './situation/events.ts';
import { handoverEvents } from './handover/events.ts';
import { policePageEvents } from './police-page/events.ts';
import { policeReportsEvents } from './police-reports/events.ts';
import { readBackEvents } from './read-back/events.ts';
import { verificationEvents } from './verification/events.ts';

/** Raised when an event's shape changes; older ones are upcast on read. */
export const eventSchemaVersion = 1;

const at = z.iso.datetime();

/** The signal that an event speaks of; the message it came in is kept apart, exactly as received. */
const signalReference = z.object({
  signalId: z.uuid(),
  kind: signalKind,
  code: z.string().nullable(),
  deviceTime: at.nullable(),
  batteryPercent: z.number().nullable(),
  warnings: z.array(signalWarning),
  /** How many more it stands for, that were counted only. */
  more: z.int().positive().optional(),
  /** Missing: it is believed, as is all that the releases before wrote. */
  unbelieved: unbelieved.optional(),
});
export type SignalReference = z.infer<typeof signalReference>;

const raised = z.object({
  type: z.literal('AlarmRaised'),
  data: alarm
    .pick({
      number: true,
      centreId: true,
      municipality: true,
      button: true,
      bare: true,
      kind: true,
      mode: true,
      priority: true,
      source: true,
      reasonCategory: true,
      plan: true,
      previousAlarmId: true,
    })
    .extend({ receivedAt: at, signal: signalReference }),
  personal: alarmPersonal.nullable(),
});

const signalAdded = z.object({
  type: z.literal('SignalAdded'),
  data: z.object({ receivedAt: at, signal: signalReference }),
  personal: alarmPersonal
    .pick({ position: true, place: true, sender: true })
    .extend({ holder: alarmPersonal.shape.holder.optional() })
    .nullable(),
});

const positionAdded = z.object({
  type: z.literal('PositionAdded'),
  data: z.object({ receivedAt: at }),
  personal: z.object({ fix: position, place: alarmPersonal.shape.place }).nullable(),
});

const noteAdded = z.object({
  type: z.literal('NoteAdded'),
  data: z.object({ noteId: z.uuid(), by: staffMember, happenedAt: at.nullable() }),
  personal: z.object({ text: z.string() }).nullable(),
});
const deadlinePassed = z.object({
  type: z.literal('DeadlinePassed'),
  data: z.object({
    kind: deadlineKind,
    revision: z.int().positive(),
    dueAt: at,
    /** How long after its moment it acted; shown when it matters. */
    lateMilliseconds: z.int().nonnegative(),
  }),
});
const effectFailed = z.object({
  type: z.literal('EffectFailed'),
  data: z.object({ effectId: z.uuid(), effectKind: z.string(), attempts: z.int().positive() }),
});
const closed = z.object({
  type: z.literal('AlarmClosed'),
  data: closing.omit({ at: true }).extend({ confirmedBy: staffMember.nullable() }),
  personal: z.object({ summary: z.string() }).nullable(),
});
const reopened = z.object({
  type: z.literal('AlarmReopened'),
  data: z.object({ by: staffMember }),
  personal: z.object({ reason: z.string() }).nullable(),
});

// --- handover to the police ---

const closingProposed = z.object({
  type: z.literal('ClosingProposed'),
  data: closing.omit({ at: true }),
  personal: z.object({ summary: z.string() }).nullable(),
});

export const alarmFact = z.discriminatedUnion('type', [
  ...readBackEvents,
  ...policePageEvents,
  ...policeReportsEvents,
  ...handoverEvents,
  ...situationEvents,
  ...callingEvents,
  ...planEvents,
  ...verificationEvents,
  ...callerEvents,
  ...ownershipEvents,
  ...soundEvents,
  raised,
  signalAdded,
  positionAdded,
  noteAdded,
  deadlinePassed,
  effectFailed,
  closed,
  reopened,
  closingProposed,
]);
/** What `decide` gives: what happened, without who and when. */
export type AlarmFact = z.infer<typeof alarmFact>;

const envelope = z.object({
  alarmId: z.uuid(),
  /** The alarm's own event count, from 1. */
  version: z.int().positive(),
  schemaVersion: z.int().positive(),
  at,
  actor,
});

/** An event as it is folded and drawn; its place in the centre's feed is beside it, not in it. */
export const alarmEvent = alarmFact.and(envelope);
export type AlarmEvent = AlarmFact & z.infer<typeof envelope>;
export type EventType = AlarmFact['type'];
