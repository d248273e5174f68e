// Where a person's windows stand at this post, and which he had: kept in this browser, for it is about these screens. A
// browser opens no window before somebody pressed something, so they come back by a button and not by themselves.
import * as z from 'zod';
import { windowPaths, type TakenOut } from './window-kinds.ts';

const place = z.object({ left: z.int(), top: z.int(), width: z.int(), height: z.int() });
export type Place = z.infer<typeof place>;

const takenOut = z.enum(['map', 'alarm']);
const kept = z.object({
  places: z.partialRecord(takenOut, place).catch({}),
  open: z.array(takenOut).catch([]),
});
const keptOfAll = z.record(z.string(), kept);

const storageKey = 'achterwacht.windows';
/** Of the last to sit at this post; a post that many share fills no browser. */
const personsKept = 40;

export class WindowPlaces {
  readonly #storage: Storage;
  readonly #personId: string;

  constructor(storage: Storage, personId: string) {
    this.#storage = storage;
    this.#personId = personId;
  }

  of(kind: TakenOut): Place | null {
    return this.#own().places[kind] ?? null;
  }
  keep(kind: TakenOut, moved: Place): void {
    const own = this.#own();
    this.#write({ ...own, places: { ...own.places, [kind]: moved } });
  }

  get open(): readonly TakenOut[] {
    return this.#own().open;
  }
  keepOpen(open: readonly TakenOut[]): void {
    this.#write({ ...this.#own(), open: [...open] });
  }

  #own() {
    return this.#all()[this.#personId] ?? { places: {}, open: [] };
  }

  /** What is none of ours (of another release, or damaged) keeps nobody from his desk. */
  #all() {
    try {
      return keptOfAll.parse(JSON.parse(this.#storage.getItem(storageKey) ?? '{}'));
    } catch {
      return {};
    }
  }

  #write(own: z.infer<typeof kept>): void {
    const { [this.#personId]: _, ...others } = this.#all();
    const last = Object.entries(others).slice(1 - personsKept);
    const all = Object.fromEntries([...last, [this.#personId, own]]);
    this.#storage.setItem(storageKey, JSON.stringify(all));
  }
}

/** Of this window, as it stands now. */
export const placeNow = (): Place => ({
  left: Math.round(window.screenX),
  top: Math.round(window.screenY),
  width: Math.round(window.innerWidth),
  height: Math.round(window.innerHeight),
});

/** Browsers count their own bars in one number and not in the other. */
const nearPixels = 60;

/** Whether a window stands where it was wanted: a browser puts it back onto a screen that it may use. */
export const isNear = (wanted: Place, now: Place): boolean =>
  Math.abs(wanted.left - now.left) <= nearPixels && Math.abs(wanted.top - now.top) <= nearPixels;

/** Half of what there is, for a window that never stood anywhere. */
const firstPlace = (): Place => ({
  left: 40,
  top: 40,
  width: Math.max(640, Math.round(screen.availWidth / 2)),
  height: Math.max(480, screen.availHeight - 160),
});

/** Null: the browser did not let it. To be called from a click or a key. */
export async function openWindow(kind: TakenOut, wanted: Place | null): Promise<Window | null> {
  if (wanted && !isOnThisScreen(wanted)) await askForScreens();
  const { left, top, width, height } = wanted ?? firstPlace();
  const features = `popup,left=${left},top=${top},width=${width},height=${height}`;
  return window.open(windowPaths[kind], nameOf(kind), features);
}

const nameOf = (kind: TakenOut) => `achterwacht-${kind}`;

/** One that this desk opened, before it was loaded anew as well. */
export function foundWindow(kind: TakenOut): Window | null {
  const found = window.open('', nameOf(kind), 'popup');
  // None has that name, and so an empty one was opened.
  if (found?.location.href !== 'about:blank') return found;
  found.close();
  return null;
}

type ManyScreens = { getScreenDetails?: () => Promise<unknown> };
type Available = Screen & { availLeft?: number; availTop?: number };

function isOnThisScreen({ left, top }: Place): boolean {
  const { availLeft = 0, availTop = 0, availWidth, availHeight } = screen as Available;
  return (
    left >= availLeft &&
    left < availLeft + availWidth &&
    top >= availTop &&
    top < availTop + availHeight
  );
}

/** A window on another screen is allowed to whom a person allowed to see them all; refused, it comes onto this one. */
async function askForScreens(): Promise<void> {
  await (window as ManyScreens).getScreenDetails?.().catch(() => null);
}
