// How much of a recording the server has by now. Sound and what is asked by HTTP take different ways, so a
// test that hangs up, or stops the server, first waits for what it said to be there.
import { join } from 'node:path';
import { expect } from 'vitest';
import { opusIn } from '../../../load-tests/src/button/sound/opus.ts';
import { playSound } from '../../../load-tests/src/button/sound/play-sound.ts';
import { readSound } from '../../../load-tests/src/button/sound/sound-file.ts';
import type { SoundLine } from '../../../load-tests/src/button/sound/sound-line.ts';
import type { Codec, Sound } from '../../../load-tests/src/button/sound/sound.ts';
import type { TestDevice, TestServer } from './test-server.ts';

const audio = join(import.meta.dirname, '../../../load-tests/audio');

/** Beyond this something hangs; nothing here is timed by it. */
const hangMilliseconds = 30_000;

export async function untilHeard(
  server: TestServer,
  recordingId: string,
  packets: number,
): Promise<void> {
  const until = performance.now() + hangMilliseconds;
  for (;;) {
    const answer = await server.control('GET', `/control/recordings/${recordingId}/audio`);
    const sound = Buffer.from(await answer.arrayBuffer());
    const heard =
      answer.headers.get('content-type') === 'audio/wav'
        ? inWav(sound)
        : (await opusIn(sound)).length;
    // One that runs plays up to where its last packet begins.
    if (heard >= packets - 1) return;
    if (performance.now() > until) throw new Error(`${heard} packets came of ${packets}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Sixteen bits a sample, a hundred and sixty samples a packet. */
const inWav = (sound: Buffer) => Math.max(0, sound.length - 44) / 320;

async function speech(codec: Codec): Promise<Sound> {
  if (codec === 'opus') return readSound(join(audio, 'speech.opus'));
  if (codec === 'pcmu') return readSound(join(audio, 'speech-g711.wav'));
  return { codec, frames: [{ bytes: Buffer.alloc(160, 0xd5), ticks: 160 }] };
}

/**
 * Half a second from when it is heard. What a telephone sends before its way stands at both ends may be
 * lost, and what was sent before the server said that it hears is not counted; from then on all is.
 */
export async function speakUntilHeard(
  server: TestServer,
  line: SoundLine,
  codec: Codec,
  { deviceId }: TestDevice,
) {
  const enough = new AbortController();
  let sent = 0;
  const sound = await speech(codec);
  let isEnough = (): boolean => false;
  const speaking = playSound(
    sound,
    Infinity,
    (frame) => {
      line.send(frame);
      sent += 1;
      if (isEnough()) enough.abort();
    },
    enough.signal,
  );
  const started = await server.untilFact('sound-started', (fact) => fact.deviceId === deviceId);
  const before = sent;
  isEnough = () => sent >= before + 25;
  await speaking;
  await untilHeard(server, started.recordingId, 25);
  return { started, sent };
}

export async function expectWhole(
  server: TestServer,
  recordingId: string,
  sent: number,
): Promise<void> {
  await server.untilFact('sound-ended', (fact) => fact.recordingId === recordingId);
  const { segments, endedAt } = await server.recording(recordingId);
  expect(segments).toMatchObject([{ lostPackets: 0 }]);
  const packets = segments[0]?.packets;
  expect(packets).toBeGreaterThanOrEqual(25);
  expect(packets).toBeLessThanOrEqual(sent);
  expect(endedAt).not.toBeNull();
}
