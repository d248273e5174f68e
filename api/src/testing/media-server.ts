// The real media-server in a process of its own, as the api meets it: one worker, folders and ports of its
// own, and gateways that really send. It can be killed, started again, and lose its disk.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:net';
import { RtpDevice } from '../../../load-tests/src/button/rtp-device.ts';
import { playSound } from '../../../load-tests/src/button/sound/play-sound.ts';
import { readSound } from '../../../load-tests/src/button/sound/sound-file.ts';
import { SoundRefused, type SoundLine } from '../../../load-tests/src/button/sound/sound-line.ts';
import type { Codec } from '../../../load-tests/src/button/sound/sound.ts';
import { WhipPhone } from '../../../load-tests/src/button/whip-phone.ts';
import { compileCache } from '../../../tools/testing/compile-cache.ts';
import { testPort, testPorts } from '../../../tools/testing/ports.ts';
import {
  failWhenEnded,
  startChild,
  waitUntil,
  type Child,
} from '../../../tools/processes/child.ts';

const program = join(import.meta.dirname, '../../../media-server/src/main.ts');
const tone = join(import.meta.dirname, '../../../load-tests/audio/tone.opus');
const rtpPortCount = 10;
/** Beyond this something hangs; nothing here is timed by it. */
const hangMilliseconds = 50_000;

export type MediaServer = Awaited<ReturnType<typeof startMediaServer>>;
/** A gateway that sends a tone until it is told otherwise. */
export type Gateway = { hangUp: () => Promise<void>; vanish: () => Promise<void> };

type Options = {
  /** Its own, under it everything it keeps. */
  folder: string;
  /** With `media-control.secret`, `listen-in.key` and `recordings.key`. */
  keysFolder: string;
  workerBin: string;
};

export async function startMediaServer({ folder, keysFolder, workerBin }: Options) {
  mkdirSync(folder, { recursive: true });
  // By a link, so that a test can take it away.
  const worker = join(folder, 'worker');
  symlinkSync(workerBin, worker);
  const dataFolder = join(folder, 'data');
  const rtpPort = await testPorts(rtpPortCount);
  const [httpPort, controlPort] = [await testPort(), await testPort()];
  const env = {
    ...compileCache,
    ACHTERWACHT_KEYS: keysFolder,
    ACHTERWACHT_DATA: dataFolder,
    ACHTERWACHT_MEDIA_HTTP_PORT: String(httpPort),
    ACHTERWACHT_MEDIA_CONTROL_PORT: String(controlPort),
    ACHTERWACHT_MEDIA_PORT: String(await testPort()),
    ACHTERWACHT_RTP_PORTS: `${rtpPort}-${rtpPort + rtpPortCount - 1}`,
    ACHTERWACHT_MEDIA_WORKERS: '1',
    MEDIASOUP_WORKER_BIN: worker,
    LOG_LEVEL: 'warn',
  };
  const gateways = new Set<Gateway>();

  const launch = () => {
    mkdirSync(dataFolder, { recursive: true });
    return startChild(
      {
        name: 'media-server',
        command: process.execPath,
        args: [program],
        env,
        stopSignal: 'SIGTERM',
        untilReady: (child) =>
          Promise.race([
            failWhenEnded(child),
            waitUntil('the media-server', () => isOpen(httpPort), {
              withinMilliseconds: hangMilliseconds,
            }),
          ]),
      },
      () => {},
    );
  };
  let child: Child = await launch();
  const origin = `http://127.0.0.1:${httpPort}`;
  const kill = async (): Promise<void> => {
    process.kill(child.pid, 'SIGKILL');
    await child.exited;
    // Its worker goes with it.
    await child.stop();
  };

  return {
    /** Its door for devices and desks. */
    origin,
    /** Its door for the api. */
    url: `http://127.0.0.1:${controlPort}`,
    kill,
    async start() {
      child = await launch();
    },
    /** While it is away; its journal is another one afterwards. */
    loseDisk: () => rmSync(dataFolder, { recursive: true }),
    takeWorkerAway: () => rmSync(worker),
    giveWorkerBack: () => symlinkSync(workerBin, worker),
    /** As soon as the device is on the list, which the api tells every other second. */
    async speak(token: string, way: Way = 'rtp'): Promise<Gateway> {
      const sound = await readSound(tone);
      const device = lineOf(way, { origin, token, codec: sound.codec });
      await waitUntil('the way in', () => device.open().then(() => true, refused), {
        withinMilliseconds: hangMilliseconds,
        // Whoever knocks too often with a token that is not known yet is told to wait.
        everyMilliseconds: 500,
      });
      const stop = new AbortController();
      const playing = playSound(sound, Infinity, (frame) => device.send(frame), stop.signal);
      const end = (how: 'hangUp' | 'vanish') => async (): Promise<void> => {
        if (!gateways.delete(gateway)) return;
        stop.abort();
        await playing;
        await device[how]();
      };
      const gateway: Gateway = { hangUp: end('hangUp'), vanish: end('vanish') };
      gateways.add(gateway);
      return gateway;
    },
    async close() {
      for (const gateway of [...gateways]) await gateway.vanish();
      await kill();
    },
  };
}

export type Way = 'rtp' | 'srtp' | 'whip';

function lineOf(
  way: Way,
  { origin, token, codec }: { origin: string; token: string; codec: Codec },
): SoundLine {
  return way === 'whip'
    ? new WhipPhone({ url: `${origin}/whip`, token, codec })
    : new RtpDevice({ url: `${origin}/rtp`, token, codec, isEncrypted: way === 'srtp' });
}

function refused(error: unknown): false {
  if (error instanceof SoundRefused) return false;
  throw error;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
