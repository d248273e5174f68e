// The reminders that somebody set himself. The server keeps them and its clock counts; here is what is drawn of them,
// in every window of the same person.
import { timerLimits, type Timer } from '@achterwacht/shared/routes/timers.ts';
import { createContext } from 'svelte';
import { ApiError, call, type Answer } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { errorText } from '../words.ts';

type Surroundings = {
  /** By the server's clock. */
  now: () => number;
  /** Its time is over; once for each in this window. */
  onEnded: (timer: Timer) => void;
};

export type Asked = { minutes: number; text: string; alarmId: string | null };

const waitMilliseconds = 10_000;

export class Timers {
  /** Whether a new one can be typed. */
  isOpen = $state(false);
  #all = $state.raw<readonly Timer[]>([]);
  #problem = $state.raw<(() => string) | null>(null);
  readonly #around: Surroundings;
  #told = new Set<string>();
  #asking = false;
  /** Asked for again after a line that was cut it is the same one. */
  #unanswered: { id: string; asked: string } | null = null;
  /** Other windows of this browser hear of a change at once; at another post it is seen when that one looks. */
  #channel: BroadcastChannel | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  readonly running = $derived.by(() =>
    this.#all.filter(({ endsAt }) => Date.parse(endsAt) > this.#around.now()),
  );
  readonly ended = $derived.by(() =>
    this.#all.filter(({ endsAt }) => Date.parse(endsAt) <= this.#around.now()),
  );
  /** Why the last thing asked was not done; null when it was. */
  get problem(): string | null {
    return this.#problem?.() ?? null;
  }

  start(): void {
    this.#channel = new BroadcastChannel('achterwacht-timers');
    this.#channel.onmessage = () => void this.load();
    document.addEventListener('visibilitychange', this.#looked);
    void this.load();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#looked);
    this.#channel?.close();
  }

  readonly #looked = () => {
    if (document.visibilityState === 'visible') void this.load();
  };

  /** What is known stays while there is no answer: it was counted by the same clock. */
  async load(): Promise<void> {
    const answer = await call('timers').catch(() => null);
    if (answer) this.#all = answer.timers;
  }

  /** To be called four times a second. Before one speaks it is asked for: it may have been read elsewhere. */
  tick(): void {
    const untold = this.ended.filter(({ id, endsAt }) => !this.#told.has(`${id} ${endsAt}`));
    if (untold.length === 0 || this.#asking) return;
    this.#asking = true;
    void this.load().then(() => {
      this.#asking = false;
      for (const timer of this.ended) {
        const key = `${timer.id} ${timer.endsAt}`;
        if (this.#told.has(key)) continue;
        this.#told.add(key);
        this.#around.onEnded(timer);
      }
    });
  }

  async add(asked: Asked): Promise<boolean> {
    const text = JSON.stringify(asked);
    if (this.#unanswered?.asked !== text)
      this.#unanswered = { id: crypto.randomUUID(), asked: text };
    const body = { id: this.#unanswered.id, ...asked };
    const isSet = await this.#change(call('addTimer', { body, signal: inTime() }));
    if (isSet) this.#unanswered = null;
    return isSet;
  }

  extend(id: string, minutes: number): Promise<boolean> {
    return this.#change(
      call('extendTimer', { params: { id }, body: { minutes }, signal: inTime() }),
    );
  }

  /** Cancelled, or read. */
  end(id: string): Promise<boolean> {
    return this.#change(call('endTimer', { params: { id }, body: {}, signal: inTime() }));
  }

  async #change(asked: Promise<Answer<'timers'>>): Promise<boolean> {
    try {
      this.#all = (await asked).timers;
      this.#problem = null;
      this.#channel?.postMessage(null);
      return true;
    } catch (error) {
      this.#problem = () =>
        error instanceof ApiError && error.code === 'too-many-timers'
          ? m.refusal_too_many_timers()
          : errorText(error);
      return false;
    }
  }
}

/** What is wrong with it as it was typed; null: nothing. */
export function whyNotTimer({ minutes, text }: Pick<Asked, 'minutes' | 'text'>): string | null {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > timerLimits.minutes)
    return m.timer_minutes_needed({ most: timerLimits.minutes });
  return text.length > timerLimits.letters
    ? m.timer_text_long({ most: timerLimits.letters })
    : null;
}

export const [useTimers, provideTimers] = createContext<Timers>();

const inTime = () => AbortSignal.timeout(waitMilliseconds);
