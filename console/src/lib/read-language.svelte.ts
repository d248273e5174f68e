// In which language this screen is read. Every text asks here when it is drawn, so that another language is another
// screen at once: what was typed stays, and a log-in page need not be opened anew. Kept in the browser is only what
// somebody chose here; what follows from who he is comes with his session.
import type { Language } from '@achterwacht/shared/language.ts';
import { languageFor, usualLanguages, type Languages } from '@achterwacht/shared/which-language.ts';
import { overwriteGetLocale } from './paraglide/runtime.js';

const storageKey = 'achterwacht.language';

/** What a person chose, and what was chosen for his municipality; null: nobody did. */
type Whose = { own: string | null; chosen: string | null };

class ReadLanguage {
  #languages = $state.raw<Languages>(usualLanguages);
  #now = $state<Language>(usualLanguages.usual);
  /** What was chosen since this page was opened, which his account may not know yet. */
  #byHand: Language | null = null;

  get now(): Language {
    return this.#now;
  }
  /** What may be chosen here. */
  get offered(): readonly Language[] {
    return this.#languages.offered;
  }

  /** Before anything is said: by what this browser knows. */
  start(): void {
    overwriteGetLocale(() => this.#now);
    this.follow(this.#languages, { own: null, chosen: null });
  }

  /** By what a centre offers to whoever reads here. */
  follow(languages: Languages, { own, chosen }: Whose): void {
    this.#languages = languages;
    const here = localStorage.getItem(storageKey);
    const wishes = [this.#byHand, own, here, chosen, ...navigator.languages];
    this.#read(languageFor(languages, wishes));
  }

  /** By hand, at this screen. */
  choose(chosen: Language): void {
    localStorage.setItem(storageKey, chosen);
    this.#byHand = chosen;
    this.#read(chosen);
  }

  #read(now: Language): void {
    this.#now = now;
    document.documentElement.lang = now;
  }
}

export const readLanguage = new ReadLanguage();
