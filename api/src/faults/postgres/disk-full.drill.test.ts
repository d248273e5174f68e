// The database's disk full: what cannot be made durable is not acknowledged, what was acknowledged is
// there, and once there is room again everything goes on by itself. The disk is a small one in memory,
// which only root can make; elsewhere this is skipped.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Dc09Button } from '../../testing/instance/device.ts';
import { expectInvariants, type Acknowledged } from '../../testing/instance/invariants.ts';
import { startOwnPostgres } from './own-postgres.ts';
import { Person } from '../../testing/instance/person.ts';
import { startInstance } from '../../testing/instance/test-instance.ts';

/** An empty cluster with its write-ahead log takes some eighty megabytes. */
const diskMegabytes = 160;
/** Far more presses than fit into the pages that the tables have already. */
const mostPresses = 400;

const disk = makeDisk();
afterAll(() => {
  if (!disk) return;
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

describe.skipIf(!disk)('a full disk (skipped where no small disk can be made)', () => {
  test('no ACK for what is not durable, and recovery without a hand', async () => {
    const postgres = await startOwnPostgres(disk!);
    const instance = await startInstance({ databases: postgres.urls, sound: true });
    const acknowledged: Acknowledged[] = [];
    try {
      const api = await instance.startApi();
      const { account, key } = await instance.button('231');
      const address = { host: '127.0.0.1', port: api.devicePort };
      const device = new Dc09Button({ ...address, account, key, answerSeconds: 1, attempts: 1 });
      const press = async (attempt = device) => {
        const { acknowledged: isThere, sequence } = await attempt.send({ code: 'PA' });
        if (isThere) acknowledged.push({ account, sequence });
        return isThere;
      };
      expect(await press()).toBe(true);

      const ballast = fill(disk!);
      let presses = 0;
      while ((await press()) && presses < mostPresses) presses += 1;
      expect(presses).toBeLessThan(mostPresses);
      expect((await new Person(api).get('/healthz')).status).toBe(200);

      rmSync(ballast);
      const patient = new Dc09Button({ ...address, account, key, answerSeconds: 1, attempts: 30 });
      expect(await press(patient)).toBe(true);
      patient.close();
      device.close();
      await expect
        .poll(() => instance.system.sql`select from messages where handled_at is null`)
        .toEqual([]);
      await expect
        .poll(async () => (await Person.onTheMachine(api).get('/readyz')).body)
        .toMatchObject({ ready: true });
      await expectInvariants(instance, acknowledged);
    } finally {
      try {
        await instance.end();
      } finally {
        await postgres.end();
      }
    }
  }, 120_000);
});

function makeDisk(): string | null {
  if (process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-disk-'));
  try {
    const options = `size=${diskMegabytes}m,mode=700`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    // A container without the right to mount.
    rmSync(folder, { recursive: true });
    return null;
  }
}

/** Writes until nothing more fits; gives the file that takes the room. */
function fill(folder: string): string {
  const path = join(folder, 'ballast');
  const file = openSync(path, 'w');
  try {
    for (let size = 1024 * 1024; size >= 512; size = size / 2)
      try {
        for (;;) writeSync(file, Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
  } finally {
    closeSync(file);
  }
  return path;
}
