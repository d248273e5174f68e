// The moment that everything on the screen is drawn for: one number, four times a second, so that no
// two clocks on one screen can disagree.
export class Ticker {
  #now = $state(0);
  readonly #read: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(read: () => number) {
    this.#read = read;
    this.#now = read();
  }

  /** Milliseconds since the epoch by the server's clock. */
  get now() {
    return this.#now;
  }

  start(before: () => void): void {
    const tick = () => {
      before();
      this.#now = this.#read();
    };
    tick();
    this.#timer = setInterval(tick, 250);
    // The first thing painted after a sleep or a hidden hour must be right already.
    document.addEventListener('visibilitychange', tick);
    this.#stopListening = () => document.removeEventListener('visibilitychange', tick);
  }
  #stopListening: () => void = () => {};

  stop(): void {
    clearInterval(this.#timer);
    this.#stopListening();
  }
}
