// What F3 finds beyond the board. It is asked once somebody pauses, for every person that is shown is written down.
import type { Wearer } from '@achterwacht/shared/routes/alarms.ts';
import type {
  FoundAlarm,
  FoundButton,
  FoundPerson,
} from '@achterwacht/shared/routes/desk-search.ts';
import { createContext } from 'svelte';
import { call } from '../api.ts';
import { errorText } from '../words.ts';

const fewest = 2;
const pauseMilliseconds = 350;

type Found = { alarms: FoundAlarm[]; persons: FoundPerson[]; buttons: FoundButton[] };
type Answer =
  | { status: 'none' | 'asking' }
  | { status: 'found'; found: Found }
  | { status: 'failed'; problem: string };

export class Finder {
  #answer = $state.raw<Answer>({ status: 'none' });
  /** For whom an alarm by hand is begun; taken over by its form. */
  byHandFor = $state.raw<Wearer | null>(null);

  get answer() {
    return this.#answer;
  }

  /** @returns what stops it. */
  search(typed: string): () => void {
    const search = typed.trim();
    const stop = new AbortController();
    this.#answer = { status: search.length < fewest ? 'none' : 'asking' };
    if (search.length < fewest) return () => {};
    const pause = setTimeout(() => void this.#ask(search, stop.signal), pauseMilliseconds);
    return () => {
      clearTimeout(pause);
      stop.abort();
    };
  }

  async #ask(search: string, signal: AbortSignal): Promise<void> {
    const answer = await call('deskSearch', { query: { search }, signal }).then(
      (found): Answer => ({ status: 'found', found }),
      (cause: unknown): Answer => ({ status: 'failed', problem: errorText(cause) }),
    );
    if (!signal.aborted) this.#answer = answer;
  }
}

export const [useFinder, provideFinder] = createContext<Finder>();
