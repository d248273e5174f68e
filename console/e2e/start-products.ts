// Starts the products before the first story, one for each worker, and stops them after the last. One after
// the other, because the first builds the console where it is not built yet.
import type { FullConfig } from '@playwright/test';
import { startInstance, type TestInstance } from '../../tools/testing/instance.ts';
import { findFreePort } from '../../tools/instance/ports.ts';
import { controlRoomEnvironment } from './control-room.ts';
import { offer } from './product.ts';

export default async function startProducts({ workers }: FullConfig): Promise<() => Promise<void>> {
  const instances: TestInstance[] = [];
  const ports: number[] = [];
  const stop = async () => void (await Promise.all(instances.map((instance) => instance.stop())));
  try {
    while (instances.length < workers) {
      const port = await findFreePort();
      ports.push(port);
      instances.push(await startInstance({ env: controlRoomEnvironment(port) }));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  offer(
    instances.map(({ origin, dataFolder, dc09Port }, index) => ({
      origin,
      dataFolder,
      dc09Port,
      controlRoomPort: ports[index]!, // one for each
    })),
  );
  return stop;
}
