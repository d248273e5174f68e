// What somebody asks of an alarm. Commands come from the wire, the desk, the sweep and the outbox and
// all pass through `decide`. A `commandId` is unique per alarm: a repeat gets the first one's answer.
import * as z from 'zod';

import { decodedSignal, position, signalWarning, unbelieved } from '../signals.ts';
import { outcome } from './outcome.ts';

import { reasonText, noteText, anyText } from './command-text.ts';
import { soundCommands } from './sound/commands.ts';
import { ownershipCommands } from './ownership/commands.ts';
import { callerCommands } from './caller/commands.ts';
import { planCopy } from './plan/state.ts';

import {
  alarm,
  alarmPersonal,
  alarmKind,
  alarmMode,
  deadlineKind,
  priority,
  reasonCategory,
} from './state.ts';
import { planCommands } from './plan/commands.ts';
import { callingCommands } from './calling/commands.ts';
import { situationCommands } from './situation/commands.ts';
import { handoverCommands } from './handover/commands.ts';
import { policePageCommands } from './police-page/commands.ts';
import { policeReportsCommands } from './police-reports/commands.ts';
import { readBackCommands } from './read-back/commands.ts';
import { verificationCommands } from './verification/commands.ts';

const at = z.iso.datetime();

const expectedVersion = z.int().positive();

// --- asked by people, over HTTP ---

export const personCommand = z.discriminatedUnion('type', [
  ...readBackCommands.byPerson,
  ...policePageCommands.byPerson,
  ...policeReportsCommands.byPerson,
  ...handoverCommands.byPerson,
  ...situationCommands.byPerson,
  ...callingCommands.byPerson,
  ...planCommands.byPerson,
  ...verificationCommands.byPerson,
  ...callerCommands.byPerson,
  ...ownershipCommands.byPerson,
  ...soundCommands.byPerson,
  z.object({
    type: z.literal('AddNote'),
    noteId: z.uuid(),
    text: noteText,
    happenedAt: at.nullable(),
  }),
  z.object({
    type: z.literal('Close'),
    expectedVersion,
    outcome,
    needless: z.boolean(),
    summary: anyText(4000),
  }),
  z.object({ type: z.literal('Reopen'), reason: reasonText }),
]);
export type PersonCommand = z.infer<typeof personCommand>;

// --- asked by parts of the system ---

/** How a signal came in, as far as it matters to whether it is believed. */
const asReceived = {
  unbelieved: unbelieved.extract(['refused']).optional(),
  /** Of a button without a key: `alarmPersonal.sender`. */
  sender: z.string().optional(),
};

const raise = z.object({
  type: z.literal('Raise'),
  number: z.int().positive(),
  centreId: z.uuid(),
  municipality: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  button: alarm.shape.button,
  bare: alarm.shape.bare,
  kind: alarmKind,
  mode: alarmMode,
  priority,
  source: z.enum(['device', 'by-hand']),
  reasonCategory: reasonCategory.nullable(),
  plan: planCopy,
  previousAlarmId: z.uuid().nullable(),
  holder: alarmPersonal.shape.holder,
  place: alarmPersonal.shape.place,
  toldName: alarmPersonal.shape.toldName,
  resembles: alarmPersonal.shape.resembles,
  stepTexts: alarmPersonal.shape.stepTexts,
  signalId: z.uuid(),
  signal: decodedSignal,
  receivedAt: at,
  ...asReceived,
});

export const systemCommand = z.discriminatedUnion('type', [
  ...policePageCommands.bySystem,
  ...policeReportsCommands.bySystem,
  ...handoverCommands.bySystem,
  ...callerCommands.bySystem,
  ...ownershipCommands.bySystem,
  ...soundCommands.bySystem,
  raise,
  z.object({
    type: z.literal('AddSignal'),
    signalId: z.uuid(),
    signal: decodedSignal,
    place: alarmPersonal.shape.place,
    /** Whom a bare alarm did not know. */
    holder: alarmPersonal.shape.holder.optional(),
    receivedAt: at,
    ...asReceived,
  }),
  z.object({
    type: z.literal('AddPosition'),
    fix: position,
    place: alarmPersonal.shape.place,
    warnings: z.array(signalWarning),
    receivedAt: at,
  }),
  z.object({
    type: z.literal('DeadlineReached'),
    kind: deadlineKind,
    revision: z.int().positive(),
  }),
  z.object({
    type: z.literal('EffectFailed'),
    effectId: z.uuid(),
    effectKind: z.string(),
    attempts: z.int().positive(),
  }),
]);
export type SystemCommand = z.infer<typeof systemCommand>;
export type RaiseCommand = z.infer<typeof raise>;

export type Command = PersonCommand | SystemCommand;
export type CommandType = Command['type'];
