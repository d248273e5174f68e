// What a screen reader says by itself: one urgent sentence at most every five seconds, and a quiet log.
// Timers and positions are never announced.
//
// Nothing that was to be said is dropped: what does not fit is counted in the same breath. In a crowd each subject is
// named at most once on either channel, and whatever else happens to it is in the count. What is the listener's own, or
// of the desk itself, is said always, and first.
import { m } from '../paraglide/messages.js';

const everyMilliseconds = 5_000;
/** More names than this are not read out before the next breath is due. */
const namesAtOnce = 2;

/** Made when it is said: a count in it is the count of that moment. */
type Sentence = () => string;
type About = {
  subject?: string;
  /** Of two sentences about one subject and one topic that wait together the later is said. */
  topic?: string;
  isOwn?: boolean;
};
type Held = { sentence: Sentence; subject: string | undefined; isOwn: boolean };

class Channel {
  #text = $state('');
  #last = Number.NEGATIVE_INFINITY;
  readonly #held = new Map<string, Held>();
  /** To be said, and of what was named already. */
  #unnamed = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** In this crowd. */
  readonly #named = new Set<string>();
  readonly #isCrowd: () => boolean;

  constructor(isCrowd: () => boolean) {
    this.#isCrowd = isCrowd;
  }

  get text() {
    return this.#text;
  }

  say(sentence: Sentence, { subject, topic = '', isOwn = false }: About = {}): void {
    const isOnce = this.#isCrowd() && !isOwn;
    if (!this.#isCrowd()) this.#named.clear();
    if (isOnce && subject !== undefined && this.#named.has(subject)) this.#unnamed += 1;
    else {
      const key = subject === undefined ? sentence() : isOnce ? subject : `${subject} ${topic}`;
      this.#held.set(key, { sentence, subject, isOwn: isOwn || subject === undefined });
    }
    if (this.#timer) return;
    const wait = Math.max(0, this.#last + everyMilliseconds - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#last = performance.now();
      this.#text = this.#breath();
    }, wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #breath(): string {
    const held = [...this.#held.values()];
    const own = held.filter(({ isOwn }) => isOwn);
    const others = held.filter(({ isOwn }) => !isOwn);
    const named = [...own, ...others.slice(0, Math.max(0, namesAtOnce - own.length))];
    const more = held.length - named.length + this.#unnamed;
    for (const { subject } of held) if (subject !== undefined) this.#named.add(subject);
    this.#held.clear();
    this.#unnamed = 0;
    const sentences = named.map(({ sentence }) => sentence());
    return [...sentences, ...(more > 0 ? [m.spoken_more({ count: more })] : [])].join('. ');
  }
}

export class Announcer {
  readonly assertive: Channel;
  readonly polite: Channel;

  /** @param isCrowd Whether more comes than anybody listens to. */
  constructor(isCrowd: () => boolean) {
    this.assertive = new Channel(isCrowd);
    this.polite = new Channel(isCrowd);
  }

  stop(): void {
    this.assertive.stop();
    this.polite.stop();
  }
}
