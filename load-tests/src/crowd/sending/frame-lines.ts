// Lines to the device port on which frames are sent one behind the other, and what became of them. Only a line's
// orderly end says that all of it was taken: most of it gets no answer.
import { connect, type Socket } from 'node:net';

type Line = { socket: Socket; frames: number; isOver: boolean };

/** What a product that takes no more leaves waiting here; further frames of this line are not sent. */
const mostWaitingBytes = 256 * 1024;
/** For what was sent before; a line that is not taken to its end by then is given up. */
const endMilliseconds = 30_000;
const againMilliseconds = 100;

export class FrameLines {
  readonly #devices: { host: string; port: number };
  readonly #lines: Line[] = [];
  #next = 0;
  #frames = 0;
  #uncertain = 0;
  #isClosing = false;

  private constructor(devices: { host: string; port: number }) {
    this.#devices = devices;
  }

  /** One line from each of these addresses. */
  static async open(
    devices: { host: string; port: number },
    addresses: readonly string[],
  ): Promise<FrameLines> {
    const lines = new FrameLines(devices);
    for (const address of addresses) await lines.#connect(address, lines.#lines.length);
    return lines;
  }

  /** Sends it on the next line; a line that was cut off is opened anew, and one that is full is left alone. */
  send(frame: Uint8Array): void {
    const index = this.#next++ % this.#lines.length;
    const line = this.#lines[index];
    if (!line || line.isOver || line.socket.writableLength > mostWaitingBytes) return;
    line.frames += 1;
    line.socket.write(frame);
  }

  /** Ends every line behind what was sent on it. */
  async close(): Promise<{ frames: number; uncertainFrames: number }> {
    this.#isClosing = true;
    await Promise.all(
      this.#lines.map(async (line) => {
        if (line.isOver) return;
        // From here on its end is ours, and means that everything before it was taken.
        line.socket.removeAllListeners('close');
        const inOrder = new Promise<boolean>((resolve) => {
          line.socket.once('close', (hadError) => resolve(!hadError));
        });
        const patience = setTimeout(
          () => line.socket.destroy(new Error('not ended')),
          endMilliseconds,
        );
        line.socket.end();
        if (await inOrder) this.#frames += line.frames;
        else this.#uncertain += line.frames;
        clearTimeout(patience);
      }),
    );
    return { frames: this.#frames, uncertainFrames: this.#uncertain };
  }

  async #connect(localAddress: string, index: number): Promise<void> {
    const socket = connect({ ...this.#devices, localAddress, noDelay: true });
    const line: Line = { socket, frames: 0, isOver: false };
    this.#lines[index] = line;
    socket.on('error', () => {});
    // Answers are of no interest, and unread they would be a trouble of another kind.
    socket.resume();
    socket.on('close', () => {
      line.isOver = true;
      this.#uncertain += line.frames;
      const again = () => !this.#isClosing && this.#connect(localAddress, index);
      setTimeout(() => void again(), againMilliseconds);
    });
    await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  }
}
