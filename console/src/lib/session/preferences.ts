// What somebody chooses of his screen that goes with him to the next one: at once here, and kept with his account. A line
// that is lost costs only that.
import type { Language } from '@achterwacht/shared/language.ts';
import { call } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { readLanguage } from '../read-language.svelte.ts';
import { settings, type Choices } from '../settings.svelte.ts';

export const themeWords = {
  dag: m.theme_day,
  nacht: m.theme_night,
  systeem: m.theme_system,
} satisfies Record<Choices['theme'], () => string>;

export function chooseTheme(theme: Choices['theme']): void {
  settings.choose({ theme });
  keep({ theme });
}

export function chooseLanguage(language: Language): void {
  readLanguage.choose(language);
  keep({ language });
}

function keep(body: { theme?: Choices['theme']; language?: Language }): void {
  void call('preferences', { body, signal: AbortSignal.timeout(5_000) }).catch(() => null);
}
