// What somebody asks of the server with a form: busy while it is asked, and why it was not done, in the language in
// which that is read. What was typed is the form's and stays there.
import { ApiError, isUnanswered } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { errorText } from '../words.ts';

const patienceMilliseconds = 10_000;

export class Sending {
  #busy = $state(false);
  #problem = $state.raw<(() => string) | null>(null);
  readonly #textOf: (cause: unknown) => string;

  constructor(textOf: (cause: unknown) => string = errorText) {
    this.#textOf = textOf;
  }

  get busy() {
    return this.#busy;
  }
  /** Null: nothing was asked, or it was done. */
  get problem() {
    return this.#problem?.() ?? null;
  }

  forget(): void {
    this.#problem = null;
  }

  /** @returns what the server answered; null: it was not done, or nobody knows. Never twice at a time. */
  async send<Answer>(work: (signal: AbortSignal) => Promise<Answer>): Promise<Answer | null> {
    if (this.#busy) return null;
    this.#busy = true;
    this.#problem = null;
    try {
      return await work(AbortSignal.timeout(patienceMilliseconds));
    } catch (cause) {
      // On these pages there is no queue to look in, as the usual sentence says.
      const isUnknown =
        cause instanceof ApiError && isUnanswered(cause) && cause.code !== 'offline';
      this.#problem = isUnknown ? m.state_not_known : () => this.#textOf(cause);
      return null;
    } finally {
      this.#busy = false;
    }
  }
}
