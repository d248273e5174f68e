// What a page asks of the server and shows. What came last stays when a later question fails, with its own time
// beside it; of two questions under way the last one counts, whichever answer comes last.
import { errorText } from '../words.ts';

/** Longer than any page takes; a server that hangs is said, not waited for. */
export const patienceMilliseconds = 5_000;

type Options = {
  /** What is said of a question that failed. */
  textOf?: (cause: unknown) => string;
};

export class Loaded<Value> {
  #value = $state.raw<Value | null>(null);
  #at = $state.raw<Date | null>(null);
  #askedAt = $state.raw(new Date());
  #problem = $state.raw<(() => string) | null>(null);
  #questions = 0;
  readonly #ask: (signal: AbortSignal) => Promise<Value>;
  readonly #textOf: (cause: unknown) => string;

  constructor(ask: (signal: AbortSignal) => Promise<Value>, { textOf = errorText }: Options = {}) {
    this.#ask = ask;
    this.#textOf = textOf;
  }

  /** Null before the first answer. */
  get value() {
    return this.#value;
  }
  /** When it was asked for. */
  get at() {
    return this.#at;
  }
  /** When the server was last asked, whatever became of it. */
  get askedAt() {
    return this.#askedAt;
  }
  /** Why the last question has no answer; null: it has. */
  get problem() {
    return this.#problem?.() ?? null;
  }

  /** What somebody changed himself, as the server answered it: shown at once. */
  set(value: Value): void {
    this.#questions += 1;
    this.#value = value;
    this.#at = new Date();
    this.#problem = null;
  }

  load = async (): Promise<void> => {
    const question = (this.#questions += 1);
    this.#askedAt = new Date();
    const at = this.#askedAt;
    try {
      const value = await this.#ask(AbortSignal.timeout(patienceMilliseconds));
      if (question !== this.#questions) return;
      this.#value = value;
      this.#at = at;
      this.#problem = null;
    } catch (cause) {
      if (question === this.#questions) this.#problem = () => this.#textOf(cause);
    }
  };
}
