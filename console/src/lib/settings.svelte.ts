// How this person likes the screen. Kept in the browser of this post, applied to the root element, so
// that every page and the error page look the same.
import * as z from 'zod';

export const themes = ['dag', 'nacht', 'systeem'] as const;
export const textSizes = [90, 100, 115, 130] as const;
export const guards = ['hold', 'two-steps'] as const;
export const densities = ['ruim', 'normaal', 'compact'] as const;

const stored = z.object({
  theme: z.enum(themes).catch('systeem'),
  textSize: z.literal(textSizes).catch(100),
  density: z.enum(densities).catch('normaal'),
  /** Percent; an alarm that can be turned off is none, so it has a floor. */
  volume: z.int().min(40).max(100).catch(100),
  /** How what leaves the building is guarded. */
  guard: z.enum(guards).catch('hold'),
  /** Devices as this browser names them; empty is the system's own choice. */
  voiceOutput: z.string().catch(''),
  toneOutput: z.string().catch(''),
  /** What is done to voices on their way to this headset. */
  automaticGain: z.boolean().catch(false),
  speechFilter: z.boolean().catch(false),
});
export type Choices = z.infer<typeof stored>;

const storageKey = 'achterwacht.settings';

class Settings {
  // At once, not with the page: a desk asks which device to sound through before the layout is there.
  #choices = $state.raw<Choices>(read());

  get choices() {
    return this.#choices;
  }
  get volumeDecibels() {
    return 20 * Math.log10(this.#choices.volume / 100);
  }

  /** Applies what was chosen and follows the system's theme from then on; gives the way to stop. */
  start(): () => void {
    this.#apply();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => this.#apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }

  choose(change: Partial<Choices>): void {
    this.#choices = { ...this.#choices, ...change };
    localStorage.setItem(storageKey, JSON.stringify(this.#choices));
    this.#apply();
  }

  #apply(): void {
    const { theme, textSize, density } = this.#choices;
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const root = document.documentElement;
    root.dataset.theme = theme === 'systeem' ? (dark ? 'nacht' : 'dag') : theme;
    root.dataset.density = density;
    root.style.setProperty('--text-scale', String(textSize / 100));
  }
}

function read(): Choices {
  try {
    return stored.parse(JSON.parse(localStorage.getItem(storageKey) ?? '{}'));
  } catch {
    return stored.parse({});
  }
}

export const settings = new Settings();
