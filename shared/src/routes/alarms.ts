// The alarms: the start of a desk, one alarm's log, what is asked of it, and raising one by hand.
import * as z from 'zod';
import { text } from '../command-text.ts';
import { personCommand } from '../alarm/commands.ts';
import { alarm } from '../alarm/state.ts';
import { deskItem } from '../feed.ts';
import type { Route } from './route.ts';

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
export const commandAnswer = z.object({ alarm, events: z.array(deskItem) });
export type CommandAnswer = z.infer<typeof commandAnswer>;

export const raiseByHand = z.object({
  /** Made by whoever asks, so that a repeat after a lost answer is known. */
  alarmId: z.uuid(),
  /** Who needs help: by the button, without one, or known to nobody here. */
  whom: z.discriminatedUnion('type', [
    z.object({ type: z.literal('button'), buttonId: z.uuid() }),
    z.object({ type: z.literal('holder'), holderId: z.uuid() }),
    z.object({ type: z.literal('unknown'), name: text(120) }),
  ]),
  /** Where, as it was said; null: unknown. */
  place: text(300).nullable(),
  /** Who telephoned and what he said: the first note. */
  reason: text(4000),
});
export type RaiseByHand = z.infer<typeof raiseByHand>;

export const wearer = z.object({
  holderId: z.uuid(),
  /** Null: this person has no button now. */
  button: z.object({ id: z.uuid(), serial: z.string() }).nullable(),
  name: z.string(),
  function: z.string(),
  municipality: z.string(),
});
export type Wearer = z.infer<typeof wearer>;

export const alarmParams = z.object({ alarmId: z.uuid() });

export const alarmRoutes = {
  board: {
    method: 'GET',
    path: '/api/board',
    summary:
      'All open alarms and the latest that were closed, with the sequence they are true at: the start of a desk',
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
} satisfies Record<string, Route>;
