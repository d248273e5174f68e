// A version of the pages that is newer than the one in this window: found soon, said, and loaded when that takes nothing
// from anybody (reload-rule.ts).
import { createContext } from 'svelte';
import type { Pages } from './pages.ts';
import type { WaitsFor } from './reload-rule.ts';

/** What this browser showed of earlier times. */
export type Known = { wasTried: boolean; isSilencedByLoading: boolean };

type Surroundings = {
  pages: Pages;
  /** Milliseconds that only go forward. */
  steady: () => number;
  waitsFor: (known: Known) => WaitsFor | null;
  canSound: () => boolean;
  untouchedMilliseconds: () => number;
  onFound: () => void;
};

/** A file of thirty letters. By itself the framework asks once an hour. */
const askMilliseconds = 60_000;
/** Whoever gives the pages is being replaced just now: then again after this. */
const againMilliseconds = 10_000;
/** Long enough to open its sound, and nobody has touched it. */
const soundMilliseconds = 3_000;

const leftKey = 'achterwacht.left-versions';
const soundedKey = 'achterwacht.sounded-before-loading';
const silencedKey = 'achterwacht.silenced-by-loading';

export class NewVersion {
  readonly #around: Surroundings;
  #askedAt = Number.NEGATIVE_INFINITY;
  #loadedAt = Number.NEGATIVE_INFINITY;
  #foundAt: number | null = null;
  /** Whole minutes, so that nothing is drawn anew four times a second. */
  #waitedMinutes = $state(0);
  #waitsFor = $state<WaitsFor | null>(null);
  readonly #wasTried: boolean;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#wasTried = leftVersions().includes(around.pages.version);
  }

  get isThere() {
    return this.#around.pages.updated.current;
  }
  get waitedMilliseconds() {
    return this.#waitedMinutes * 60_000;
  }
  get waitsFor() {
    return this.#waitsFor;
  }

  /** Four times a second. */
  tick(): void {
    const { pages, steady, onFound } = this.#around;
    const now = steady();
    this.#noticeSilence();
    if (!pages.updated.current) {
      if (now - this.#askedAt < askMilliseconds) return;
      this.#askedAt = now;
      void pages.updated.check();
      return;
    }
    if (this.#foundAt === null) onFound();
    this.#foundAt ??= now;
    this.#waitedMinutes = Math.floor((now - this.#foundAt) / 60_000);
    this.#waitsFor = this.#waitsForNow();
    if (this.#waitsFor !== null || now - this.#loadedAt < againMilliseconds) return;
    this.#loadedAt = now;
    void this.#loadByItself();
  }

  /** A line broke, as it does when the centre is replaced. */
  cameBack(): void {
    this.#askedAt = Number.NEGATIVE_INFINITY;
  }

  load(): void {
    const { pages, canSound } = this.#around;
    sessionStorage.setItem(
      leftKey,
      JSON.stringify([...new Set([...leftVersions(), pages.version])]),
    );
    if (canSound()) sessionStorage.setItem(soundedKey, 'yes');
    pages.load();
  }

  /** A desk that asks for a page which nobody gives is a desk that is gone. */
  async #loadByItself(): Promise<void> {
    const isGiven = await this.#around.pages.isGiven();
    // Meanwhile an alarm may have come.
    if (isGiven && this.#waitsForNow() === null) this.load();
  }

  #waitsForNow() {
    return this.#around.waitsFor({
      wasTried: this.#wasTried,
      isSilencedByLoading: localStorage.getItem(silencedKey) !== null,
    });
  }

  /** Some browsers let a page sound that was touched before it was loaded anew, others hold it silent until the next touch. */
  #noticeSilence(): void {
    if (sessionStorage.getItem(soundedKey) === null) return;
    const { canSound, untouchedMilliseconds } = this.#around;
    if (!canSound() && untouchedMilliseconds() < soundMilliseconds) return;
    sessionStorage.removeItem(soundedKey);
    if (!canSound()) localStorage.setItem(silencedKey, 'yes');
  }
}

/** Of this window, each of which loaded the next; what is none of ours counts as nothing. */
function leftVersions(): string[] {
  try {
    const left: unknown = JSON.parse(sessionStorage.getItem(leftKey) ?? '[]');
    return Array.isArray(left) ? left.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export const [useNewVersion, provideNewVersion] = createContext<NewVersion>();
