// Everybody around one system of the `rooms` scenario: a device in every room, three listeners to each of
// them, and the books: what was sent, heard and kept, and what it cost.
import { RtpDevice } from '../../button/rtp-device.ts';
import { playSound } from '../../button/sound/play-sound.ts';
import type { Sound } from '../../button/sound/sound.ts';
import type { Ear } from '../../harness/sound/ear.ts';
import { costOf } from '../../harness/process-cost.ts';
import { exactly, type Check } from '../../harness/result.ts';
import type { RoomSystem } from './room-systems.ts';

export const listenersPerRoom = 3;
/** What one listener may have open in the product, and so has here. */
const roomsPerListener = 12;

export class RoomCrowd {
  readonly #system: RoomSystem;
  readonly #sound: Sound;
  readonly #devices: RtpDevice[];
  readonly #ears: Ear[] = [];
  readonly costs: { cpu: number; megabytes: number }[] = [];
  /** Since the start, what the recordings must hold. */
  #sent = 0;
  #expected = 0;
  #heard = 0;

  private constructor(system: RoomSystem, sound: Sound) {
    this.#system = system;
    this.#sound = sound;
    this.#devices = system.tokens.map(
      // In clear: what deciphering costs is the worker's, and the same on both sides.
      (token) =>
        new RtpDevice({ url: system.rtpUrl, token, codec: sound.codec, isEncrypted: false }),
    );
  }

  get name(): string {
    return this.#system.name;
  }

  static async gather(system: RoomSystem, sound: Sound): Promise<RoomCrowd> {
    const crowd = new RoomCrowd(system, sound);
    for (const device of crowd.#devices) await device.open();
    // Listeners come while there is sound, as desks do.
    const stop = new AbortController();
    const speaking = crowd.#play(Infinity, stop.signal);
    try {
      await settled();
      const rooms = system.tokens.length;
      for (let first = 0; first < rooms; first += roomsPerListener) {
        const length = Math.min(roomsPerListener, rooms - first);
        const numbers = Array.from({ length }, (_, index) => first + index);
        for (let count = 0; count < listenersPerRoom; count += 1) {
          crowd.#ears.push(...(await system.listen(numbers)));
        }
      }
    } finally {
      stop.abort();
      crowd.#sent += await speaking;
    }
    await settled();
    for (const ear of crowd.#ears) ear.takePackets();
    return crowd;
  }

  /** Every device speaks for `seconds`; what that cost is noted. */
  async speak(seconds: number): Promise<void> {
    const before = await costOf(this.#system.pid);
    const begun = performance.now();
    const sent = await this.#play(seconds);
    const elapsed = (performance.now() - begun) / 1000;
    const after = await costOf(this.#system.pid);
    this.costs.push({
      cpu: (after.cpuSeconds - before.cpuSeconds) / elapsed,
      megabytes: after.residentMegabytes,
    });
    await settled();
    this.#sent += sent;
    this.#expected += sent * listenersPerRoom;
    for (const ear of this.#ears) this.#heard += ear.takePackets();
  }

  async checks(): Promise<Check[]> {
    for (const device of this.#devices) await device.vanish();
    const { packets, lost } = await this.#system.kept();
    return [
      exactly(`S10 ${this.name}: packets not recorded`, this.#sent - packets, 0),
      exactly(`S10 ${this.name}: packets lost in recordings`, lost, 0),
      exactly(`S10 ${this.name}: packets not heard`, this.#expected - this.#heard, 0),
      exactly(
        `S10 ${this.name}: packets of sound at a device`,
        this.#devices.reduce((sum, { arrivals }) => sum + arrivals.counts.media, 0),
        0,
      ),
    ];
  }

  async close(): Promise<void> {
    for (const device of this.#devices) await device.vanish();
    for (const ear of this.#ears) await ear.close();
  }

  /** Each device somewhere else in the sound and in the 20 ms, so that they don't send as one. */
  async #play(seconds: number, signal?: AbortSignal): Promise<number> {
    const { codec, frames } = this.#sound;
    const sent = await Promise.all(
      this.#devices.map(async (device, index) => {
        const from = (index * 37) % frames.length;
        const turned = [...frames.slice(from), ...frames.slice(0, from)];
        await new Promise((resolve) => setTimeout(resolve, (index * 20) / this.#devices.length));
        return playSound({ codec, frames: turned }, seconds, (frame) => device.send(frame), signal);
      }),
    );
    return sent.reduce((sum, count) => sum + count, 0);
  }
}

/** Until what is on its way has arrived and been taken in. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}
