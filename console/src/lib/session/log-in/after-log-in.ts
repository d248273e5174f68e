// What comes right after a log-in: the screen as its person likes it, wherever he logs in, and where he goes.
import { call } from '../../api.ts';
import { settings } from '../../settings.svelte.ts';

/** Where to go. In which language he reads, every page of his says when it opens. */
export async function afterLogIn(wanted: string): Promise<string> {
  const session = await call('session', { signal: AbortSignal.timeout(10_000) }).catch(() => null);
  if (!session) return wanted;
  const { theme, mustSetUp } = session;
  if (theme && theme !== settings.choices.theme) settings.choose({ theme });
  return mustSetUp ? '/tweede-stap' : wanted;
}
