// How many pages one list of people gets in a minute. Whoever is called away for every alarm of a flood turns
// his telephone off; beyond the limit one page says that there are more, and the screen says which.

/** As many as alarms of refused frames are raised one by one (messages/recover-messages.ts): twenty, then one for all. */
export const pagesAMinute = 20;
const minuteMilliseconds = 60_000;

export class PageLimit {
  /** Effects that were let through, by when. */
  readonly #passed = new Map<string, number>();
  #collective: { id: string; at: number } | null = null;

  /** What becomes of this page. The same effect, tried again, is told what it was told before. */
  judge(effectId: string, now: Date): 'page' | 'collective' | 'withhold' {
    const since = now.getTime() - minuteMilliseconds;
    for (const [id, at] of this.#passed) if (at <= since) this.#passed.delete(id);
    if (this.#passed.has(effectId)) return 'page';
    if (this.#collective?.id === effectId) return 'collective';
    if (this.#passed.size < pagesAMinute) {
      this.#passed.set(effectId, now.getTime());
      return 'page';
    }
    if (this.#collective && this.#collective.at > since) return 'withhold';
    this.#collective = { id: effectId, at: now.getTime() };
    return 'collective';
  }
}
