// The rows of `desks` about the sound of a button beyond its first sample, which `listen-in` measures: it comes
// back after its worker died, and its recording is followed.
import { readFile } from 'node:fs/promises';
import { soundPath } from '@achterwacht/shared/routes/listen-in.ts';
import { heardAgainAfter } from '../../harness/sound/first-sound.ts';
import { lagsOf, SentFrames } from '../../harness/sound/followed-sound.ts';
import { childrenOf } from '../../harness/process-cost.ts';
import type { Centre } from './desk-centre.ts';
import type { Row } from './desk-rows.ts';

/** Beyond this no sound came back. */
const patienceSeconds = 15;
/** Of one recording that is followed, in a round. */
const followMilliseconds = 2_000;

/** At the later of two desks, the device's own line being on the same worker. */
export async function soundAfterWorkerDied(centre: Centre, rounds: number): Promise<Row[]> {
  const { button, supervisor, tone, desks, instance } = centre;
  const row: Row = { name: 'worker killed to sound again', milliseconds: [], limit: 3_000 };
  const [owner, second] = desks;
  await button.raise(supervisor, tone, async ({ id }) => {
    await owner.take(id);
    await second.choose(id);
    await second.press('F4');
    for (let round = 0; round < rounds; round += 1) {
      for (const desk of desks) await desk.hears();
      const worker = await workerOf(instance.describe().pids['media-server'] ?? 0);
      const killedAt = Date.now();
      process.kill(worker, 'SIGKILL');
      const heardAt = await Promise.all(
        desks.map(({ page }) => heardAgainAfter(page, killedAt, patienceSeconds)),
      );
      const took = heardAt.map((at) => (at === undefined ? patienceSeconds * 1000 : at - killedAt));
      row.milliseconds.push(Math.max(...took));
    }
  });
  return [row];
}

async function workerOf(mediaServer: number): Promise<number> {
  for (const child of await childrenOf(mediaServer)) {
    const name = await readFile(`/proc/${child}/comm`, 'latin1').catch(() => '');
    if (name.startsWith('mediasoup')) return child;
  }
  throw new Error('the media-server has no worker');
}

/** By the same stream as the desk's own "back", from now on; each packet of it counts. */
export async function followedBehind(centre: Centre, rounds: number): Promise<Row[]> {
  const { button, supervisor, speech, desks, target } = centre;
  const row: Row = { name: 'recording followed, behind live', milliseconds: [], limit: 300 };
  const [owner] = desks;
  const frames = new SentFrames(speech);
  const follow = async (alarmId: string): Promise<void> => {
    const query = `from=${new Date().toISOString()}&follow=1&container=webm`;
    const gone = new AbortController();
    const response = await fetch(
      `${target.publicOrigin}${soundPath.replace(':alarmId', alarmId)}?${query}`,
      { headers: { cookie: owner.session.cookie }, signal: gone.signal },
    );
    if (!response.ok || !response.body) throw new Error(`not followed: ${response.status}`);
    row.milliseconds.push(...(await lagsOf(response.body, frames, followMilliseconds)));
    gone.abort();
  };
  await button.raise(
    supervisor,
    speech,
    async ({ id }) => {
      await owner.take(id);
      await owner.hears();
      for (let round = 0; round < rounds; round += 1) await follow(id);
    },
    (frame) => frames.sent(frame, performance.now()),
  );
  return [row];
}
