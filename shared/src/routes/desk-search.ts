// What F3 finds beyond the board: alarms that are closed, persons and buttons, by name, number or telephone.
import * as z from 'zod';
import { outcome } from '../alarm/outcome.ts';
import { wearer } from './alarms.ts';
import type { Route } from './route.ts';

const openAlarmId = z.uuid().nullable();

/** With or without a button; the open alarm that is about this person or comes from his button. */
const foundPerson = wearer.extend({ openAlarmId });
export type FoundPerson = z.infer<typeof foundPerson>;

/** One that nobody wears now. */
const foundButton = z.object({ id: z.uuid(), serial: z.string(), openAlarmId });
export type FoundButton = z.infer<typeof foundButton>;

const foundAlarm = z.object({
  alarmId: z.uuid(),
  number: z.int(),
  raisedAt: z.iso.datetime(),
  outcome: outcome.nullable(),
  serial: z.string(),
  /** Null where nobody is known to it, or no more. */
  name: z.string().nullable(),
});
export type FoundAlarm = z.infer<typeof foundAlarm>;

export const deskSearchRoutes = {
  deskSearch: {
    method: 'GET',
    path: '/api/desk-search',
    summary:
      'Closed alarms, persons and buttons by a part of a name, a function, a number or a telephone number',
    access: 'alarm.command',
    query: z.object({ search: z.string().trim().min(2).max(60) }),
    response: z.object({
      persons: z.array(foundPerson),
      buttons: z.array(foundButton),
      /** Newest first; a harmless one is kept back while an alarm of the same holder or button waits for its judgement. */
      alarms: z.array(foundAlarm),
    }),
  },
} satisfies Record<string, Route>;
