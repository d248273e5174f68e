// The real program on two workers, so that some listeners are on another one than the sound they hear; with
// devices that speak and desks that listen, all of which leave when the test does.
import { join } from 'node:path';
import { RtpDevice } from '../../../load-tests/src/button/rtp-device.ts';
import { playSound } from '../../../load-tests/src/button/sound/play-sound.ts';
import { readSound } from '../../../load-tests/src/button/sound/sound-file.ts';
import type { SoundLine } from '../../../load-tests/src/button/sound/sound-line.ts';
import { WhipPhone } from '../../../load-tests/src/button/whip-phone.ts';
import { startListener, type TestListener } from './test-listener.ts';
import { startServer, type TestDevice } from './test-server.ts';

const speechFile = join(import.meta.dirname, '../../../load-tests/audio/speech.opus');

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage(workerBin: string) {
  const speech = await readSound(speechFile);
  const server = await startServer(workerBin, { workers: 2 });
  const lines: SoundLine[] = [];
  const listeners: TestListener[] = [];
  let playing = new AbortController();

  function phone({ token }: TestDevice): WhipPhone {
    const made = new WhipPhone({ url: `${server.origin}/whip`, token, codec: 'opus' });
    lines.push(made);
    return made;
  }
  async function speaking<Line extends SoundLine>(line: Line): Promise<Line> {
    await line.open();
    void playSound(speech, Infinity, (frame) => line.send(frame), playing.signal);
    return line;
  }

  return {
    server,
    newDevice: async () => (await server.addDevices(1))[0] as TestDevice, // one was asked for
    /** Not calling yet. */
    phone,
    phoneOf: (device: TestDevice) => speaking(phone(device)),
    gatewayOf: ({ token }: TestDevice, { isEncrypted }: { isEncrypted: boolean }) => {
      const url = `${server.origin}/rtp`;
      const gateway = new RtpDevice({ url, token, codec: 'opus', isEncrypted });
      lines.push(gateway);
      return speaking(gateway);
    },
    listen: async (id?: string): Promise<TestListener> => {
      const listener = await startListener(server, id);
      listeners.push(listener);
      return listener;
    },
    /** Alone on the server: whatever worker is busy then, is so with the sound of the test. */
    clear: async (): Promise<void> => {
      playing.abort();
      playing = new AbortController();
      for (const listener of listeners.splice(0)) await listener.close();
      await Promise.all(lines.splice(0).map((line) => line.hangUp()));
      await until(async () => (await server.health()).workers.every(({ rooms }) => rooms === 0));
    },
    killBusyWorker: async (): Promise<void> => {
      const busy = (await server.health()).workers.find(({ rooms }) => rooms > 0);
      process.kill(there(busy).pid, 'SIGKILL');
    },
    close: async (): Promise<void> => {
      playing.abort();
      for (const listener of listeners) await listener.close();
      for (const line of lines) await line.vanish();
      await server.close();
    },
  };
}

export function there<Something>(maybe: Something | null | undefined): Something {
  if (maybe === null || maybe === undefined) throw new Error('there was none');
  return maybe;
}

export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 30_000; performance.now() < end;) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come true');
}
