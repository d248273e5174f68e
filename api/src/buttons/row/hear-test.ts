// A test press that sound came of is told to its button, after the commit: whoever left without one was heard by it.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Parts } from '../../commands/handle.ts';
import type { Database } from '../../db/connect.ts';
import type { Logger } from '../../logger.ts';
import { changeButton } from './change-button.ts';
import { findTest } from './look-up.ts';

export type HearTest = (alarm: Pick<Alarm, 'mode' | 'button'>) => Promise<void>;

/** Never throws: what is missed here is found when its day has come, or when the button is lent. */
export function createHearTest(parts: Parts & { system: Database; log: Logger }): HearTest {
  return async ({ mode, button: { id: buttonId } }) => {
    if (mode !== 'test') return;
    try {
      await parts.system.transaction(async (tx) => {
        const heard = await findTest(tx, buttonId);
        if (!heard) return;
        const actor = { type: 'system', part: 'listen-in' } as const;
        const command = { type: 'HearTest', ...heard } as const;
        await changeButton(parts, tx, { buttonId, command, actor });
      });
    } catch (error) {
      parts.log.warn({ error, buttonId }, 'a test that was heard was not told to its button');
    }
  };
}
