// Whose log-in each desk's sound socket was opened with: when the log-in ends or changes its role, the
// media-server, which knows no people, is told to end that listener. Kept in the process that opened it;
// a listener of a process that was stopped goes with his desk's own reconnect.
import type { Authentication, Login } from '../access/authentication.ts';
import type { MediaControl } from './media-control.ts';

/** A log-out is told at once; a role that changed is noticed this soon. */
export const sessionsMilliseconds = 5_000;
/** Desks come back with a new listener each time; nobody keeps more than this. */
const mostListeners = 10_000;

export type ListeningSessions = ReturnType<typeof createListeningSessions>;

export function createListeningSessions(
  authentication: Authentication,
  control: Pick<MediaControl, 'dismiss'> | null,
) {
  const logins = new Map<string, Login>();
  return {
    opened(listener: string, login: Login): void {
      logins.set(listener, login);
      const [oldest] = logins.keys();
      if (logins.size > mostListeners && oldest !== undefined) logins.delete(oldest);
    },
    /** Ends whoever listens on a log-in that no longer stands. */
    async check(): Promise<void> {
      const standing = await authentication.stillValid([...logins.values()]);
      for (const [listener, { sessionToken }] of logins) {
        if (standing.has(sessionToken)) continue;
        await control?.dismiss(listener);
        logins.delete(listener);
      }
    },
  };
}
