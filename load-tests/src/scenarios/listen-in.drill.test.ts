// The floor of S6 and its stopwatch in the real Chromium: connected before, cold, and without UDP, sound is
// heard after the question and not before. How soon is for the scenario.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findChromium } from '../../../tools/testing/chromium.ts';
import { RtpDevice } from '../button/rtp-device.ts';
import { playSound } from '../button/sound/play-sound.ts';
import { readSound } from '../button/sound/sound-file.ts';
import { listenBare } from '../floors/bare-listener.ts';
import { openBrowser } from '../harness/desk/browser.ts';
import { watchFirstSound } from '../harness/sound/first-sound.ts';
import { findWorker } from './sound/find-worker.ts';
import { startBareRooms } from './sound/room-systems.ts';

const workerBin = await findWorker().catch(() => undefined);

test.skipIf(workerBin === undefined || findChromium() === undefined).each([
  ['connected', { isConnected: true, carrier: 'udp' }],
  ['cold', { isConnected: false, carrier: 'udp' }],
  ['connected, without UDP', { isConnected: true, carrier: 'tcp' }],
] as const)('a bare consumer is heard: %s', async (_name, { isConnected, carrier }) => {
  const tone = await readSound(join(import.meta.dirname, '../../audio/tone.opus'));
  const floor = await startBareRooms({ rooms: 1, workers: 1, workerBin: workerBin ?? '' });
  const browser = await openBrowser({ overTcp: carrier === 'tcp' });
  const device = new RtpDevice({
    url: floor.rtpUrl,
    token: 'none',
    codec: 'opus',
    isEncrypted: false,
  });
  const stop = new AbortController();
  try {
    await device.open();
    const page = await browser.newPage();
    await watchFirstSound(page);
    const hear = (seconds: number) =>
      listenBare(page, floor.origin, { isConnected, overTcp: carrier === 'tcp', seconds });
    expect(await hear(0.5)).toMatchObject({ milliseconds: undefined });
    void playSound(tone, Infinity, (frame) => device.send(frame), stop.signal);
    const { milliseconds, carrier: by } = await hear(10);
    expect(milliseconds).toBeGreaterThan(0);
    expect(by).toBe(carrier);
  } finally {
    stop.abort();
    await device.vanish();
    await browser.close();
    await floor.stop();
  }
});
