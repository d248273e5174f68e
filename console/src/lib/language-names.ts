// Languages call themselves by their own name, whichever a screen is read in.
import type { Language } from '@achterwacht/shared/language.ts';

export const languageNames = { nl: 'Nederlands', en: 'English' } satisfies Record<Language, string>;
