// The customer who has nothing to do with it: buttons of his that press at fixed moments from an address of his own,
// each press on a line of its own, as devices do that have something to say. A line that stood before the trouble
// would not notice who keeps newcomers out.
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { readAnswer } from '../button/dc09-frames.ts';
import { arrivalTimes, runArrivals } from '../harness/presses/arrivals.ts';
import { nowMicroseconds } from '../harness/clock.ts';
import { Latencies, type Summary } from '../harness/latencies.ts';
import { markedFrame, mostMarkers } from '../harness/presses/press-marker.ts';
import { addressesOf } from './sending/crowd-size.ts';

/** Half of them must be quick enough; a device itself waits twenty seconds. */
const answerMilliseconds = { tcp: 20_000, udp: 1_000 };
const attempts = 3;

export type Transport = keyof typeof answerMilliseconds;

export type Pressed = {
  /** From the first attempt to connect, or to send, to the answer. */
  answers: Summary;
  lateness: Summary;
  /** The markers of those that were acknowledged. */
  acknowledged: number[];
  unanswered: number;
  frames: number;
  uncertainFrames: number;
  datagrams: number;
};

export class Customer {
  readonly #devices: { host: string; port: number };
  readonly #accounts: readonly string[];
  readonly #datagrams: DatagramSocket;
  /** Whom an answer by datagram is for, by its sequence. */
  readonly #waiting = new Map<number, () => void>();
  #count = 0;

  private constructor(
    devices: { host: string; port: number },
    accounts: readonly string[],
    datagrams: DatagramSocket,
  ) {
    this.#devices = devices;
    this.#accounts = accounts;
    this.#datagrams = datagrams;
    datagrams.on('message', (bytes) => {
      const { type, sequence } = readAnswer(bytes);
      if (type === 'ACK' && sequence !== null) this.#waiting.get(sequence)?.();
    });
  }

  static async open(
    devices: { host: string; port: number },
    accounts: readonly string[],
  ): Promise<Customer> {
    const datagrams = createSocket('udp4');
    datagrams.bind(0, ...addressesOf('customer'));
    await once(datagrams, 'listening');
    return new Customer(devices, accounts, datagrams);
  }

  /** Presses for `seconds` and waits until each is answered or given up. */
  async run(
    transport: Transport,
    ratePerSecond: number,
    seconds: number,
    seed: number,
  ): Promise<Pressed> {
    const latencies = new Latencies();
    const pressed = {
      acknowledged: [] as number[],
      unanswered: 0,
      frames: 0,
      uncertainFrames: 0,
      datagrams: 0,
    };
    const presses: Promise<void>[] = [];
    const press = async (): Promise<void> => {
      const index = this.#count % mostMarkers;
      const sequence = (this.#count % 9999) + 1;
      const account = this.#accounts[this.#count % this.#accounts.length] ?? '';
      this.#count += 1;
      const frame = markedFrame({ account, sequence, index, time: new Date() });
      const sentAt = nowMicroseconds();
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        const wasAnswered =
          transport === 'tcp'
            ? await this.#overLine(frame)
            : await this.#byDatagram(frame, sequence);
        if (transport === 'udp') pressed.datagrams += 1;
        else if (wasAnswered) pressed.frames += 1;
        else pressed.uncertainFrames += 1;
        if (!wasAnswered) continue;
        latencies.record(nowMicroseconds() - sentAt);
        pressed.acknowledged.push(index);
        return;
      }
      pressed.unanswered += 1;
    };
    const lateness = await runArrivals(arrivalTimes(ratePerSecond, seconds, seed), () => {
      presses.push(press());
    });
    await Promise.all(presses);
    return { answers: latencies.summary(), lateness, ...pressed };
  }

  close(): void {
    this.#datagrams.close();
  }

  #overLine(frame: Buffer): Promise<boolean> {
    const [localAddress = ''] = addressesOf('customer');
    const socket = connect({ ...this.#devices, localAddress, noDelay: true });
    socket.setTimeout(answerMilliseconds.tcp, () => socket.destroy());
    socket.on('error', () => {});
    socket.write(frame);
    return new Promise((resolve) => {
      socket.once('data', (bytes) => {
        resolve(readAnswer(bytes).type === 'ACK');
        socket.destroy();
      });
      socket.once('close', () => resolve(false));
    });
  }

  #byDatagram(frame: Buffer, sequence: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (wasAnswered: boolean): void => {
        clearTimeout(patience);
        this.#waiting.delete(sequence);
        resolve(wasAnswered);
      };
      const patience = setTimeout(() => settle(false), answerMilliseconds.udp);
      this.#waiting.set(sequence, () => settle(true));
      this.#datagrams.send(frame, this.#devices.port, this.#devices.host);
    });
  }
}
