// What time it is at the server, asked a few times in a row: the quickest answer counts.
import { pong, type DeskToServer, type ServerToDesk } from '@achterwacht/shared/feed.ts';
import type { Socket } from 'socket.io-client';
import type { ServerTime } from '../server-time.ts';

const everyMilliseconds = 15_000;
const answerMilliseconds = 5_000;
const pause = () => new Promise((resolve) => setTimeout(resolve, 60));

export class AskingTime {
  readonly #socket: Socket<ServerToDesk, DeskToServer>;
  readonly #serverTime: ServerTime;
  readonly #steady: () => number;
  #isAsking = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(
    socket: Socket<ServerToDesk, DeskToServer>,
    serverTime: ServerTime,
    steady: () => number,
  ) {
    this.#socket = socket;
    this.#serverTime = serverTime;
    this.#steady = steady;
  }

  /** To be called four times a second while the line is open. */
  tick(): void {
    const isDue = this.#steady() - this.#askedAt >= everyMilliseconds;
    if (isDue || this.#serverTime.needsPing) void this.ask(3);
  }

  async ask(times: number): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#askedAt = this.#steady();
    try {
      for (let count = 0; count < times; count += 1) {
        const sentAt = Date.now();
        const asked = this.#socket.timeout(answerMilliseconds).emitWithAck('ping');
        const answer = pong.parse(await asked);
        this.#serverTime.add(sentAt, Date.now(), Date.parse(answer.at));
        await pause();
      }
    } catch {
      // No answer: the canary tells that better than an error would.
    } finally {
      this.#isAsking = false;
    }
  }
}
