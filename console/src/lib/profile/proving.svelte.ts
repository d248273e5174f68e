// What a person wants to do with his log-in and may only shortly after showing who he is: it is tried, and where the
// server asks for a proof first, it is tried again once that was given.
import { ApiError } from '../api.ts';
import { profileErrorText } from './profile-words.ts';

const patienceMilliseconds = 15_000;

export class Proving {
  #waiting = $state.raw<(() => Promise<void>) | null>(null);
  #busy = $state(false);
  #problem = $state.raw<(() => string) | null>(null);

  /** Somebody is asked who he is. */
  get isAsked() {
    return this.#waiting !== null;
  }
  get busy() {
    return this.#busy;
  }
  get problem() {
    return this.#problem?.() ?? null;
  }

  async change(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = null;
    try {
      await work(AbortSignal.timeout(patienceMilliseconds));
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === 'proof-needed')
        this.#waiting = () => this.change(work);
      else this.#problem = () => profileErrorText(cause);
    } finally {
      this.#busy = false;
    }
  }

  async proven(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = null;
    await waiting?.();
  }

  giveUp(): void {
    this.#waiting = null;
  }
}
