// The last row of `desks`: the product is stopped as an administrator does it, with two live desks, and started
// again on what it left.
import type { TestInstance } from '../../../../tools/testing/instance.ts';
import { startOn, type Centre } from './desk-centre.ts';
import { DeskPage } from './desk-page.ts';
import type { Row } from './desk-rows.ts';

/** Leaves the centre stopped. The first time it is what all rows before it were measured on. */
export async function cleanStop(
  { instance, browser, desks }: Centre,
  rounds: number,
): Promise<Row[]> {
  const row: Row = { name: 'clean stop', milliseconds: [], limit: 10_000 };
  const stop = async (running: TestInstance, live: readonly DeskPage[]): Promise<void> => {
    const askedAt = performance.now();
    await running.stop();
    row.milliseconds.push(performance.now() - askedAt);
    for (const { page } of live) await page.context().close();
  };
  await stop(instance, desks);
  for (let round = 1; round < rounds; round += 1) {
    const again = await startOn(instance.dataFolder);
    try {
      // Log-ins outlive the product that gave them.
      const live: DeskPage[] = [];
      for (const { session } of desks)
        live.push(await DeskPage.open(browser, again.origin, session));
      await stop(again, live);
    } finally {
      await again.stop();
    }
  }
  return [row];
}
