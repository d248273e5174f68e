// What came before an alarm: those of the same holder and of the same button. Shown once it is claimed, as history.
import * as z from 'zod';
import { outcome } from '../alarm/outcome.ts';
import { alarmKind } from '../alarm/raising/state.ts';
import { alarmParams } from './alarms.ts';
import type { Route } from './route.ts';

/** What was said of danger there, then. */
const reportedThen = z.enum(['weapon', 'children', 'injured']);
export type ReportedThen = z.infer<typeof reportedThen>;

const earlierAlarm = z.object({
  alarmId: z.uuid(),
  number: z.int(),
  raisedAt: z.iso.datetime(),
  kind: alarmKind,
  /** Null: it is still open. */
  outcome: outcome.nullable(),
  /** `button`: somebody else wore it then, or nobody knows who. */
  of: z.enum(['holder', 'button']),
  reported: z.array(reportedThen),
});
export type EarlierAlarm = z.infer<typeof earlierAlarm>;

const earlier = z.object({
  /** Newest first, ten at most. */
  alarms: z.array(earlierAlarm),
  /** The harmless ones are kept back, whether there are any or not: this alarm has not been judged. */
  withoutHarmless: z.boolean(),
});
export type Earlier = z.infer<typeof earlier>;

export const earlierRoutes = {
  alarmEarlier: {
    method: 'GET',
    path: '/api/alarms/:alarmId/earlier',
    summary:
      'The last alarms of the same holder and button; only once it is claimed, harmless ones once it is judged',
    access: 'alarm.dossier',
    params: alarmParams,
    response: earlier,
  },
} satisfies Record<string, Route>;
