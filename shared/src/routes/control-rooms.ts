// The numbers of control rooms, and the calls by which a centre knows that they work.
import * as z from 'zod';
import { anyText } from '../command-text.ts';
import { controlRoomLine, linePlace, lineTestResult } from '../police/line-test.ts';
import { author } from '../setting/state.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();

export const lineView = controlRoomLine.extend({
  /** Null: it was never tried. */
  dueAt: at.nullable(),
  /** It has to be called: never tried, too long ago, or in vain. */
  isDue: z.boolean(),
});
export type LineView = z.infer<typeof lineView>;

/** A call that somebody made. */
export const lineTest = linePlace.extend({
  phone: z.string(),
  result: lineTestResult,
  at,
  by: author,
  /** Null: he wrote none, or its key was erased. */
  note: z.string().nullable(),
});
export type LineTest = z.infer<typeof lineTest>;

export const controlRoomNumbers = z.object({
  /** Of the setting, for whoever enters another number. */
  version: z.int().nonnegative(),
  lines: z.array(lineView),
  /** The newest first; as many as are read. */
  tests: z.array(lineTest),
});
export type ControlRoomNumbers = z.infer<typeof controlRoomNumbers>;

export const controlRoomRoutes = {
  controlRooms: {
    method: 'GET',
    path: '/api/control-rooms',
    summary: 'The agreed numbers, when each was last tried, and the latest calls',
    access: 'line.test',
    response: controlRoomNumbers,
  },
  lineTest: {
    method: 'POST',
    path: '/api/control-rooms/line-tests',
    summary: 'Somebody called a number; 409 when another stands there by now',
    access: 'line.test',
    body: linePlace.extend({
      phone: z.string().max(30),
      result: lineTestResult,
      note: anyText(500).nullable(),
    }),
    response: controlRoomNumbers,
  },
} satisfies Record<string, Route>;
