// How much of a recording the server has by now. Sound and what is asked by HTTP take different ways, so a
// test that hangs up, or stops the server, first waits for what it said to be there.
import { opusIn } from '../../../load-tests/src/button/sound/opus.ts';
import type { TestServer } from './test-server.ts';

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
