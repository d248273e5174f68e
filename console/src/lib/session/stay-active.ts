// Whoever types or reads and calls nobody is at work all the same: the server, which knows of calls alone, would end his
// session in the middle of a sentence (30 minutes). Who is at the page is noted as a call is; who only leaves it open is not.
import { call } from '../api.ts';
import { watchAttendance } from '../attended.ts';

/** Far below what a session lasts without a call, and no burden for anybody. */
const noteMilliseconds = 5 * 60_000;

/** Gives the way to stop. */
export function stayActive(): () => void {
  // The page itself was a call.
  let notedAt = performance.now();
  return watchAttendance(() => {
    const now = performance.now();
    if (now - notedAt < noteMilliseconds) return;
    notedAt = now;
    // One that is lost is tried again with the next sign of him.
    void call('session', { signal: AbortSignal.timeout(10_000) }).catch(() => (notedAt = 0));
  });
}
