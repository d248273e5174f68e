// From a key to what it does. The parts of the screen say what theirs do while they are there; one listener on the
// window asks here, after whatever has the focus took what it wanted for itself.
import { createContext } from 'svelte';
import { chordOf } from '../ui/chord.ts';
import { isTyping } from '../ui/typing.ts';
import { isOfDesk, keyActionIds, keyActions, type KeyActionId } from './key-actions.ts';
import { ownKeys } from './own-keys.svelte.ts';

/** False: what it does is not on the screen now. */
type Run = (event: KeyboardEvent) => unknown;

export class KeyWork {
  readonly #runs = new Map<KeyActionId, Run>();
  readonly #onAbsent: (id: KeyActionId) => void;

  /** @param onAbsent A key that works anywhere, and nothing on the screen that it could do. */
  constructor(onAbsent: (id: KeyActionId) => void) {
    this.#onAbsent = onAbsent;
  }

  /** From now on these do something; gives the way to end that. */
  on(runs: Partial<Record<KeyActionId, Run>>): () => void {
    const added = Object.entries(runs) as [KeyActionId, Run][];
    for (const [id, run] of added) this.#runs.set(id, run);
    return () => {
      // Of the next alarm they may be there before those of the one before are gone.
      for (const [id, run] of added) if (this.#runs.get(id) === run) this.#runs.delete(id);
    };
  }

  /** As if its key was pressed, by whoever pressed it in another window. */
  do(id: KeyActionId): void {
    const run = this.#runs.get(id);
    if (run === undefined || run(new KeyboardEvent('keydown')) === false) this.#onAbsent(id);
  }

  /** Whether the key was one of these. */
  run(event: KeyboardEvent): boolean {
    const id = actionOf(event);
    if (id === null) return false;
    const run = this.#runs.get(id);
    const isAbsent = run === undefined || run(event) === false;
    // Another letter of a region is nothing; a key that always works says why it does not.
    if (!isAbsent || keyActions[id].region !== 'anywhere') return run !== undefined;
    this.#onAbsent(id);
    return true;
  }
}

/** What this key does where it went down; null: nothing of ours. */
export function actionOf(event: KeyboardEvent): KeyActionId | null {
  const chord = chordOf(event);
  if (chord === null) return null;
  const here = isTyping(event.target) ? null : regionOf(event.target);
  // A sign by itself is somebody's text, also where it works everywhere else.
  const isText = chord.length === 1 && isTyping(event.target);
  const worksHere = (id: KeyActionId) => {
    const { region } = keyActions[id];
    if (region === 'anywhere') return !isText;
    return region === here || (region === 'desk' && isOfDesk(here));
  };
  return keyActionIds.find((id) => ownKeys.of(id) === chord && worksHere(id)) ?? null;
}

/** Whether this is the key of something that is done in a field, by whoever has that field. */
export const isKeyOf = (id: KeyActionId, event: KeyboardEvent): boolean =>
  chordOf(event) === ownKeys.of(id);

const regionOf = (target: EventTarget | null) =>
  target instanceof Element
    ? target.closest<HTMLElement>('[data-region]')?.dataset['region']
    : undefined;

export const [useKeyWork, provideKeyWork] = createContext<KeyWork>();
