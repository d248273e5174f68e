// What changed in the register, as the database tells it (migration 0025): a button is known, with its key and its
// wearer, in every process within milliseconds of its commit. Otherwise the first press of each button of a great
// import would be a stranger's, and beside a flood of strangers it would be refused.
import type { Database } from '../../db/connect.ts';
import type { Logger } from '../../logger.ts';
import type { ButtonDirectory } from './button-directory.ts';

/** As the trigger names it. */
const channel = 'achterwacht_register';
/** Buttons read at once: as long as their keys take to open without holding up a press, a few milliseconds. */
const batchSize = 100;

type Parts = { background: Database; directory: ButtonDirectory; log: Logger };

/** Resolves when it hears. Its line of its own ends with the pool. */
export async function followRegister({ background, directory, log }: Parts): Promise<void> {
  const changed = new Set<string>();
  let isReading = false;

  async function read(): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      while (changed.size > 0) {
        const accounts = [...changed].slice(0, batchSize);
        for (const account of accounts) changed.delete(account);
        await directory.refreshAll(accounts);
      }
    } finally {
      isReading = false;
    }
  }
  // What is missed here is read by the next round, within a minute.
  const onError = (error: unknown) => log.warn({ error }, 'news of the register was not read');

  await background.sql.listen(
    channel,
    (account) => {
      changed.add(account);
      read().catch(onError);
    },
    // Also after the line was lost: nobody knows what was said meanwhile.
    () => void directory.reload().catch(onError),
  );
}
