// A centre's own times, which no page changes yet. Stories make minutes into seconds with them, so that what
// happens by itself happens by itself, and soon. An alarm keeps the times it was raised under.
import postgres from 'postgres';
import type { Timings } from '@achterwacht/shared/alarm/state.ts';
import { findInstance } from '../../tools/instance/instance-file.ts';
import { product } from './product.ts';

/** For presses from now on; gives what it was before, and the way back. */
export async function shorten(
  times: Partial<Timings>,
): Promise<{ before: Timings; restore: () => Promise<void> }> {
  const address = findInstance(product().dataFolder)?.env['DATABASE_OWNER_URL'];
  if (!address) throw new Error('the product is not running');
  const sql = postgres(address, { max: 1, onnotice: () => {} });
  const [before] = await sql<{ id: string; timings: Timings }[]>`select id, timings from centres`;
  if (!before) throw new Error('no centre');
  const set = async (timings: Timings) =>
    void (await sql`
      update centres set timings = ${JSON.stringify(timings)}::text::jsonb where id = ${before.id}`);
  await set({ ...before.timings, ...times });
  return {
    before: before.timings,
    restore: async () => {
      await set(before.timings);
      await sql.end();
    },
  };
}
