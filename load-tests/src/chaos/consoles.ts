// Consoles that watch through a fault and come back by themselves, each from the last number it has, a
// jittered moment after it lost its line, as the desk does. Each keeps what it saw.
import { setTimeout as pause } from 'node:timers/promises';
import { bye, events, feedProtocol } from '@achterwacht/shared/feed.ts';
import type WebSocket from 'ws';
import { openFeedSocket } from '../harness/consoles/feed-socket.ts';
import type { Stage } from './stage.ts';

const consoleCount = 12;
const shortestReturnMilliseconds = 500;
const longestReturnMilliseconds = 3_000;
/** Server and console say something every five seconds; a line silent for longer than two is dead. */
const silenceMilliseconds = 11_000;

export type Consoles = {
  returns: () => number;
  /** What each has seen wrongly, once all have the feed up to `sequence` or had time enough. */
  judge: (sequence: number, withinMilliseconds: number) => Promise<string[]>;
  close: () => Promise<void>;
};

class Console {
  readonly #stage: Stage;
  readonly #index: number;
  cursor: number;
  returns = 0;
  readonly complaints: string[] = [];
  #socket: WebSocket | undefined;
  #isOver = false;
  readonly watching: Promise<void>;

  constructor(stage: Stage, index: number, cursor: number) {
    this.#stage = stage;
    this.#index = index;
    this.cursor = cursor;
    this.watching = this.#watch();
  }

  close(): void {
    this.#isOver = true;
    this.#socket?.terminate();
  }

  async #watch(): Promise<void> {
    for (let attempt = 0; !this.#isOver; attempt += 1) {
      if (attempt > 0) {
        const range = longestReturnMilliseconds - shortestReturnMilliseconds;
        await pause(shortestReturnMilliseconds + range * Math.random());
        this.returns += 1;
      }
      // The next place each time: one of them may be gone for good.
      const { places } = this.#stage;
      const place = places[(this.#index + attempt) % places.length]!; // a stage has a place
      await this.#once(place.origin).catch(() => undefined);
    }
  }

  /** One line, until it ends. */
  async #once(origin: string): Promise<void> {
    let heardAt = performance.now();
    this.#socket = await openFeedSocket({
      origin,
      cookie: this.#stage.desk.cookie,
      hello: { protocol: feedProtocol, afterSequence: this.cursor },
      onEvent: (name, payload) => {
        heardAt = performance.now();
        this.#hear(name, payload);
      },
    });
    const socket = this.#socket;
    if (this.#isOver) return socket.terminate();
    const watchdog = setInterval(() => {
      if (performance.now() - heardAt > silenceMilliseconds) socket.terminate();
    }, 1_000);
    await new Promise<void>((resolve) => socket.once('close', () => resolve()));
    clearInterval(watchdog);
  }

  #hear(name: string, payload: unknown): void {
    if (name === 'bye') {
      const { reason } = bye.parse(payload);
      if (reason !== 'restarting') this.complaints.push(`was sent away: ${reason}`);
    }
    if (name !== 'events') return;
    for (const { sequence } of events.parse(payload)) {
      if (sequence !== this.cursor + 1)
        this.complaints.push(`saw ${sequence} after ${this.cursor}`);
      this.cursor = sequence;
    }
  }
}

export async function openConsoles(stage: Stage): Promise<Consoles> {
  const { sequence } = await stage.desk.board();
  const all = Array.from(
    { length: consoleCount },
    (_, index) => new Console(stage, index, sequence),
  );
  return {
    returns: () => all.reduce((sum, one) => sum + one.returns, 0),
    async judge(last, withinMilliseconds) {
      const until = performance.now() + withinMilliseconds;
      while (all.some(({ cursor }) => cursor < last) && performance.now() < until) await pause(50);
      return all.flatMap(({ cursor, complaints }, index) => [
        ...complaints.map((complaint) => `console ${index + 1} ${complaint}`),
        ...(cursor < last ? [`console ${index + 1} ends at ${cursor} of ${last}`] : []),
      ]);
    },
    async close() {
      for (const one of all) one.close();
      await Promise.all(all.map(({ watching }) => watching));
    },
  };
}
