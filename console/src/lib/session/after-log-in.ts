// What comes right after a log-in: the screen as its person likes it, wherever he logs in, and where he goes.
import { call } from '../api.ts';
import { getLocale, setLocale } from '../paraglide/runtime.js';
import { settings } from '../settings.svelte.ts';

/** Where to go; a whole new page where the language is another. */
export async function afterLogIn(wanted: string): Promise<{ path: string; isNewPage: boolean }> {
  const session = await call('session', { signal: AbortSignal.timeout(10_000) }).catch(() => null);
  if (!session) return { path: wanted, isNewPage: false };
  const { theme, mustSetUp } = session;
  // Whoever chose none himself reads what his municipality reads.
  const language = session.language ?? session.municipality?.language ?? null;
  if (theme && theme !== settings.choices.theme) settings.choose({ theme });
  const isNewPage = language !== null && language !== getLocale();
  if (isNewPage) void setLocale(language, { reload: false });
  return { path: mustSetUp ? '/tweede-stap' : wanted, isNewPage };
}

/** Beside this screen, for the next one; a line that is lost costs only that. */
export function keepPreference(body: {
  theme?: 'dag' | 'nacht' | 'systeem';
  language?: 'nl' | 'en';
}) {
  return call('preferences', { body, signal: AbortSignal.timeout(5_000) }).catch(() => null);
}
