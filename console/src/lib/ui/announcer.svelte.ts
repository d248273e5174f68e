// What a screen reader says by itself: one urgent sentence at most every five seconds, and a quiet log.
// Timers and positions are never announced.

const everyMilliseconds = 5_000;

class Channel {
  #text = $state('');
  #last = Number.NEGATIVE_INFINITY;
  #held: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #join: (sentences: string[]) => string;

  constructor(join: (sentences: string[]) => string) {
    this.#join = join;
  }

  get text() {
    return this.#text;
  }

  say(sentence: string): void {
    const now = performance.now();
    if (!this.#held.includes(sentence)) this.#held.push(sentence);
    if (this.#timer) return;
    const wait = Math.max(0, this.#last + everyMilliseconds - now);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#last = performance.now();
      this.#text = this.#join(this.#held);
      this.#held = [];
    }, wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

export class Announcer {
  // Only the newest urgent sentence: it carries the count of all that wait.
  readonly assertive = new Channel((sentences) => sentences.at(-1) ?? '');
  readonly polite = new Channel((sentences) => sentences.slice(-3).join('. '));

  stop(): void {
    this.assertive.stop();
    this.polite.stop();
  }
}
