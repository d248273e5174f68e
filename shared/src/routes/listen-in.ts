// Listening in to an alarm, and listening back.
import * as z from 'zod';
import { deskItem } from '../feed.ts';
import { audioQuery } from '../listen-in/control.ts';
import { soundPresence } from '../listen-in/sound.ts';
import { alarmParams } from './alarms.ts';
import type { Route } from './route.ts';

export const listenInRoutes = {
  listenInConnect: {
    method: 'POST',
    path: '/api/listen-in/connect',
    summary: "Opens a desk's sound socket: a token that counts once, for a minute, and for no room",
    access: 'alarm.listen',
    response: z.object({ token: z.string(), listener: z.uuid(), sound: soundPresence }),
  },
  alarmListenIn: {
    method: 'POST',
    path: '/api/alarms/:alarmId/listen-in',
    summary:
      'Starts listening in, which everybody at the centre sees; a token that counts once, for this room',
    access: 'alarm.listen',
    params: alarmParams,
    /** `claim`: takes the alarm as well, and is refused when that is. A repeat is a claim of its own. */
    body: z.object({
      listener: z.uuid(),
      claim: z.object({ expectedVersion: z.int().positive() }).optional(),
    }),
    response: z.object({ token: z.string(), room: z.uuid(), events: z.array(deskItem) }),
  },
  alarmPrepareListenIn: {
    method: 'POST',
    path: '/api/alarms/:alarmId/listen-in/prepare',
    summary:
      'Makes the sound of an open alarm ready at a desk, before it may be heard; nothing is heard by it, and nothing is written down',
    access: 'alarm.listen',
    params: alarmParams,
    body: z.object({ listener: z.uuid() }),
    response: z.object({ token: z.string(), room: z.uuid() }),
  },
} satisfies Record<string, Route>;

/**
 * Sound stands beside the table too: a stretch of an alarm's recording by wall time, as `audio/ogg` or
 * `audio/wav`. While the alarm is open for who listens in; afterwards for an hour to who gave a reason
 * (`RequestPlayback`). `recording` where there are several; otherwise the one that has `from` in it.
 */
export const soundPath = '/api/alarms/:alarmId/sound';

export const soundQuery = audioQuery.extend({ recording: z.uuid().optional() });
