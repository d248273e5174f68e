// Open connections of a receiver's devices, used in turn. Answers come in the order of the presses on a
// connection, so a press that overtakes its predecessor's answer waits for nothing.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { nowMicroseconds } from '../clock.ts';

type Waiting = { sentAt: number; answered: (microseconds: number) => void };
type Line = { socket: Socket; waiting: Waiting[]; rest: string };

export class PressLines {
  readonly #lines: Line[] = [];
  #next = 0;

  static async open(address: { host: string; port: number }, count: number): Promise<PressLines> {
    const lines = new PressLines();
    await Promise.all(Array.from({ length: count }, () => lines.#open(address)));
    return lines;
  }

  /**
   * Sends one frame now.
   * @param answered Called with the time to its answer in microseconds; never, when none comes.
   * @returns the moment of sending.
   */
  send(frame: Uint8Array, answered: (microseconds: number) => void): number {
    const line = this.#lines[this.#next++ % this.#lines.length];
    if (line === undefined) throw new Error('no line is open');
    const sentAt = nowMicroseconds();
    line.waiting.push({ sentAt, answered });
    line.socket.write(frame);
    return sentAt;
  }

  /** Presses without an answer yet. */
  get waiting(): number {
    return this.#lines.reduce((sum, line) => sum + line.waiting.length, 0);
  }

  close(): void {
    for (const { socket } of this.#lines) socket.destroy();
  }

  async #open({ host, port }: { host: string; port: number }): Promise<void> {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, 'connect');
    const line: Line = { socket, waiting: [], rest: '' };
    socket.setEncoding('latin1').on('data', (text: string) => {
      const answeredAt = nowMicroseconds();
      const answers = (line.rest + text).split('\r');
      line.rest = answers.pop() ?? '';
      for (const _answer of answers) {
        const first = line.waiting.shift();
        first?.answered(answeredAt - first.sentAt);
      }
    });
    // What it still owed counts as unanswered, which the scenario sees.
    socket.on('error', () => {});
    this.#lines.push(line);
  }
}
