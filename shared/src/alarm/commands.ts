// What somebody asks of an alarm: of each aspect what people ask over HTTP, and what parts of the system do. All pass
// through `decide`. A `commandId` is unique per alarm: a repeat gets the first one's answer.
import * as z from 'zod';
import { assigningCommands } from './assigning/commands.ts';
import { callerCommands } from './caller/commands.ts';
import { callingCommands } from './calling/commands.ts';
import { closingCommands } from './closing/commands.ts';
import { deadlinesCommands } from './deadlines/commands.ts';
import { effectsCommands } from './effects/commands.ts';
import { erasingCommands } from './erasing/commands.ts';
import { handoverCommands } from './handover/commands.ts';
import { notesCommands } from './notes/commands.ts';
import { ownershipCommands } from './ownership/commands.ts';
import { planCommands } from './plan/commands.ts';
import { policePageCommands } from './police-page/commands.ts';
import { policeReportsCommands } from './police-reports/commands.ts';
import { readBackCommands } from './read-back/commands.ts';
import { signalsCommands } from './signals/commands.ts';
import { situationCommands } from './situation/commands.ts';
import { soundCommands } from './sound/commands.ts';
import { raiseCommand } from './raising/commands.ts';
import { verificationCommands } from './verification/commands.ts';

export const personCommand = z.discriminatedUnion('type', [
  ...ownershipCommands.byPerson,
  ...assigningCommands.byPerson,
  ...notesCommands.byPerson,
  ...verificationCommands.byPerson,
  ...closingCommands.byPerson,
  ...soundCommands.byPerson,
  ...handoverCommands.byPerson,
  ...policeReportsCommands.byPerson,
  ...situationCommands.byPerson,
  ...readBackCommands.byPerson,
  ...policePageCommands.byPerson,
  ...callerCommands.byPerson,
  ...callingCommands.byPerson,
  ...planCommands.byPerson,
]);
export type PersonCommand = z.infer<typeof personCommand>;

export const systemCommand = z.discriminatedUnion('type', [
  raiseCommand,
  ...signalsCommands.bySystem,
  ...ownershipCommands.bySystem,
  ...callerCommands.bySystem,
  ...soundCommands.bySystem,
  ...policeReportsCommands.bySystem,
  ...policePageCommands.bySystem,
  ...handoverCommands.bySystem,
  ...deadlinesCommands.bySystem,
  ...effectsCommands.bySystem,
  ...erasingCommands.bySystem,
]);
export type SystemCommand = z.infer<typeof systemCommand>;

export type Command = PersonCommand | SystemCommand;
export type CommandType = Command['type'];
