// The whole product with each of its programs killed in turn: what supervises them brings it back.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statusOf } from '../instance/programs.ts';
import { waitUntil } from '../processes/child.ts';
import { startInstance, type TestInstance } from './instance.ts';

let instance: TestInstance;
const patience = { withinMilliseconds: 60_000, everyMilliseconds: 50 };

beforeAll(async () => {
  instance = await startInstance();
}, 300_000); // the first start may build the console
afterAll(() => instance.stop());

test.each(['api', 'console', 'front-door', 'redis', 'postgres'])(
  '%s killed: it comes back by itself, and all is ready again',
  async (name) => {
    const before = instance.describe().pids[name];
    process.kill(before ?? 0, 'SIGKILL');
    await waitUntil(
      `the return of ${name}`,
      () => (instance.describe().pids[name] ?? before) !== before,
      patience,
    );
    await waitUntil('readiness', isReady, patience);
    expect(await isReady()).toBe(true);
  },
);

async function isReady(): Promise<boolean> {
  return (await statusOf(`${instance.origin}/readyz`)) === 200;
}
