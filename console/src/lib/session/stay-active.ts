// Whoever types and calls nobody is at work all the same: the server, which knows of calls alone, would end his session in
// the middle of a sentence (30 minutes). Who types is noted as a call is; who only leaves a page open is not.
import { call } from '../api.ts';

/** Far below what a session lasts without a call, and no burden for anybody. */
const noteMilliseconds = 5 * 60_000;

/** Gives the way to stop. */
export function stayActive(): () => void {
  // The page itself was a call.
  let notedAt = performance.now();
  const note = () => {
    const now = performance.now();
    if (now - notedAt < noteMilliseconds) return;
    notedAt = now;
    // One that is lost is tried again with what is typed after it.
    void call('session', { signal: AbortSignal.timeout(10_000) }).catch(() => (notedAt = 0));
  };
  addEventListener('input', note, { capture: true, passive: true });
  return () => removeEventListener('input', note, { capture: true });
}
