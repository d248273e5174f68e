// Starts the products before the first story, one for each worker, and stops them after the last. One after
// the other, because the first builds the console where it is not built yet.
import type { FullConfig } from '@playwright/test';
import { startInstance, type TestInstance } from '../../tools/testing/instance.ts';
import { offer } from './product.ts';

export default async function startProducts({ workers }: FullConfig): Promise<() => Promise<void>> {
  const instances: TestInstance[] = [];
  const stop = async () => void (await Promise.all(instances.map((instance) => instance.stop())));
  try {
    while (instances.length < workers) instances.push(await startInstance());
  } catch (error) {
    await stop();
    throw error;
  }
  offer(instances.map(({ origin, dataFolder, dc09Port }) => ({ origin, dataFolder, dc09Port })));
  return stop;
}
