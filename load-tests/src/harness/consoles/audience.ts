// N consoles on one system, in processes of their own, asked together what they saw.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { askChild } from '../ask-child.ts';
import {
  noDisorders,
  type ConsolesAnswer,
  type ConsolesOrder,
  type Disorders,
  type Seen,
} from './consoles-protocol.ts';

const program = join(import.meta.dirname, 'consoles-process.ts');
/** More sockets than this in one process and its own event loop becomes what is measured. */
const socketsPerProcess = 500;

export type AudienceOptions = Omit<Extract<ConsolesOrder, { type: 'open' }>, 'type'>;

export class Audience {
  readonly #children: ChildProcess[] = [];
  readonly size: number;

  private constructor(size: number) {
    this.size = size;
  }

  static async open(options: AudienceOptions): Promise<Audience> {
    const audience = new Audience(options.count);
    for (let left = options.count; left > 0; left -= socketsPerProcess) {
      const child = fork(program);
      audience.#children.push(child);
      const count = Math.min(left, socketsPerProcess);
      const reply = await ask(child, { type: 'open', ...options, count });
      if (reply.type !== 'opened') {
        await audience.close();
        throw new Error(`consoles could not connect: ${'reason' in reply ? reply.reason : ''}`);
      }
    }
    return audience;
  }

  /**
   * Waits until every console saw all of `count` presses, or `patienceSeconds` are over, and gives
   * what was seen; what was not is for the caller to count. Forgets it afterwards.
   */
  async seenAll(count: number, patienceSeconds: number): Promise<AudienceReport> {
    const until = performance.now() + patienceSeconds * 1000;
    for (;;) {
      const report = await this.#report(false);
      const complete = [...report.presses.values()].filter((seen) => seen.sockets >= this.size);
      if (complete.length >= count || performance.now() > until) return this.#report(true);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        const exited = child.exitCode === null ? once(child, 'exit') : null;
        if (child.connected) child.send({ type: 'close' } satisfies ConsolesOrder);
        await exited;
      }),
    );
  }

  async #report(andForget: boolean): Promise<AudienceReport> {
    const presses = new Map<number, Seen>();
    const disorders = { ...noDisorders };
    for (const child of this.#children) {
      const reply = await ask(child, { type: 'report', andForget });
      if (reply.type !== 'report') throw new Error('the consoles gave no report');
      addTo(disorders, reply.disorders);
      for (const seen of reply.seen) {
        const before = presses.get(seen.index);
        presses.set(seen.index, {
          index: seen.index,
          sockets: seen.sockets + (before?.sockets ?? 0),
          lastAtMicroseconds: Math.max(seen.lastAtMicroseconds, before?.lastAtMicroseconds ?? 0),
        });
      }
    }
    return { presses, disorders };
  }
}

export type AudienceReport = {
  presses: Map<number, Seen>;
  disorders: Disorders;
};

export function addTo(sum: Disorders, more: Disorders): void {
  sum.holes += more.holes;
  sum.repeats += more.repeats;
  sum.goodbyes += more.goodbyes;
  sum.closed += more.closed;
}

function ask(child: ChildProcess, order: ConsolesOrder): Promise<ConsolesAnswer> {
  return askChild(child, order, 'consoles');
}
