// How this person likes the screen. Kept in the browser of this post, applied to the root element, so
// that every page and the error page look the same.

export const themes = ['dag', 'nacht', 'systeem'] as const;
export const textSizes = [90, 100, 115, 130] as const;
export const guards = ['hold', 'two-steps'] as const;
export const densities = ['ruim', 'normaal', 'compact'] as const;

export type Choices = {
  theme: (typeof themes)[number];
  textSize: (typeof textSizes)[number];
  density: (typeof densities)[number];
  /** Percent; an alarm that can be turned off is none, so it has a floor. */
  volume: number;
  /** How what leaves the building is guarded. */
  guard: (typeof guards)[number];
  /** Devices as this browser names them; empty is the system's own choice. */
  voiceOutput: string;
  toneOutput: string;
  /** What is done to voices on their way to this headset. */
  automaticGain: boolean;
  speechFilter: boolean;
};

const storageKey = 'achterwacht.settings';
const leastVolume = 40;

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
    return choicesOf(JSON.parse(localStorage.getItem(storageKey) ?? '{}'));
  } catch {
    return choicesOf({});
  }
}

/** What is missing or strange is as usual, and takes nothing else with it. */
function choicesOf(kept: Partial<Record<keyof Choices, unknown>>): Choices {
  const { volume } = kept;
  const isVolume =
    Number.isInteger(volume) && leastVolume <= Number(volume) && Number(volume) <= 100;
  return {
    theme: oneOf(themes, kept.theme) ?? 'systeem',
    textSize: oneOf(textSizes, kept.textSize) ?? 100,
    density: oneOf(densities, kept.density) ?? 'normaal',
    volume: isVolume ? Number(volume) : 100,
    guard: oneOf(guards, kept.guard) ?? 'hold',
    voiceOutput: typeof kept.voiceOutput === 'string' ? kept.voiceOutput : '',
    toneOutput: typeof kept.toneOutput === 'string' ? kept.toneOutput : '',
    automaticGain: kept.automaticGain === true,
    speechFilter: kept.speechFilter === true,
  };
}

const oneOf = <T>(values: readonly T[], kept: unknown): T | undefined =>
  values.find((one) => one === kept);

export const settings = new Settings();
