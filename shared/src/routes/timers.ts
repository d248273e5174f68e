// A reminder to oneself: over so many minutes, about what, and with which alarm. Nobody else ever sees it.
import * as z from 'zod';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const one = z.object({ id: z.uuid() });

export const timerLimits = {
  /** As many as can be seen at one look; what is more is a list of work, and stands with the alarm. */
  count: 10,
  /** It fits in one line. */
  letters: 60,
  /** What is due beyond half a shift is somebody else's to know, and is handed over. */
  minutes: 240,
};

export const timer = z.object({
  id: z.uuid(),
  endsAt: at,
  /** May be empty: then it only says that the time is over. */
  text: z.string(),
  alarmId: z.uuid().nullable(),
});
export type Timer = z.infer<typeof timer>;

const minutes = z.int().min(1).max(timerLimits.minutes);
/** By which ends first. */
const all = z.object({ timers: z.array(timer) });

export const timerRoutes = {
  timers: {
    method: 'GET',
    path: '/api/profile/timers',
    summary: 'One’s own reminders, running and ended',
    access: 'profile.change',
    response: all,
  },
  addTimer: {
    method: 'POST',
    path: '/api/profile/timers',
    summary: 'A reminder over so many minutes; the same id again is the same one',
    access: 'profile.change',
    body: z.object({
      id: z.uuid(),
      minutes,
      text: z
        .string()
        .trim()
        .max(timerLimits.letters)
        .refine((words) => words.isWellFormed() && !/\p{Cc}/u.test(words)),
      alarmId: z.uuid().nullable(),
    }),
    response: all,
  },
  extendTimer: {
    method: 'POST',
    path: '/api/profile/timers/:id/extension',
    summary: 'Later by so many minutes; of one that ended, from now',
    access: 'profile.change',
    params: one,
    body: z.object({ minutes }),
    response: all,
  },
  endTimer: {
    method: 'POST',
    path: '/api/profile/timers/:id/removal',
    summary: 'Cancels a reminder, or says that it was read',
    access: 'profile.change',
    params: one,
    body: z.object({}),
    response: all,
  },
} satisfies Record<string, Route>;
