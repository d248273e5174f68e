// The screen of a post does not go dark while somebody is at his desk. A browser takes the lock back from a window that is
// hidden, so it is asked for again as soon as the window is seen.
import { createContext } from 'svelte';

/** `refused`: by the browser or the machine (a battery that is nearly empty). `absent`: it knows no such thing. */
export type Waking = 'asked' | 'held' | 'refused' | 'absent';

export class WakeLock {
  #state = $state<Waking>('asked');
  #lock: WakeLockSentinel | null = null;
  #isAsking = false;
  #isClosed = false;

  get state() {
    return this.#state;
  }

  start(): void {
    document.addEventListener('visibilitychange', this.#ask);
    void this.#ask();
  }

  stop(): void {
    this.#isClosed = true;
    document.removeEventListener('visibilitychange', this.#ask);
    void this.#lock?.release();
  }

  readonly #ask = async (): Promise<void> => {
    if (!('wakeLock' in navigator)) {
      this.#state = 'absent';
      return;
    }
    if (document.visibilityState !== 'visible' || this.#lock || this.#isAsking) return;
    this.#isAsking = true;
    try {
      this.#hold(await navigator.wakeLock.request('screen'));
    } catch (cause) {
      if (!(cause instanceof DOMException)) throw cause;
      this.#state = 'refused';
    } finally {
      this.#isAsking = false;
    }
  };

  #hold(lock: WakeLockSentinel): void {
    if (this.#isClosed) return void lock.release();
    this.#lock = lock;
    this.#state = 'held';
    lock.addEventListener('release', () => {
      this.#lock = null;
      // Taken while it is in sight, it was the machine that refused; hidden, it is asked for again.
      this.#state = document.visibilityState === 'visible' ? 'refused' : 'asked';
    });
  }
}

export const [useWakeLock, provideWakeLock] = createContext<WakeLock>();
