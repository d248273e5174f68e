// Somebody holds the row of a button, as a careless statement at a prompt does, while that button is pressed.
import { connect } from 'node:net';
import postgres from 'postgres';
import { addressesOf } from '../sending/crowd-size.ts';
import { paced } from '../sending/paced.ts';
import { nothingDone, type OpenTrouble } from './trouble.ts';
import { pressOf } from './refused-presses.ts';

/** For answers of presses that were sent when the lock was let go. */
const answerMilliseconds = 10_000;

export const open: OpenTrouble = async ({ databaseOwnerUrl, devices, lockedAccount, size }) => {
  const sql = postgres(databaseOwnerUrl, { max: 1 });
  const holder = await sql.reserve();
  await holder`begin`;
  const held = await holder`select from buttons where account = ${lockedAccount} for update`;
  if (held.length !== 1) throw new Error('there is no such button to hold');

  const [localAddress] = addressesOf('locked');
  const waits: Promise<number | null>[] = [];
  const sending = paced(size.lockedPressesPerSecond, () => {
    waits.push(press(pressOf(lockedAccount, waits.length)));
  });

  /** Milliseconds to its answer; null when none came. */
  async function press(frame: Buffer): Promise<number | null> {
    const begun = performance.now();
    const socket = connect({ ...devices, ...(localAddress ? { localAddress } : {}) });
    socket.setTimeout(answerMilliseconds, () => socket.destroy());
    socket.on('error', () => {});
    socket.write(frame);
    const wait = await new Promise<number | null>((resolve) => {
      socket.once('data', () => resolve(performance.now() - begun));
      socket.once('close', () => resolve(null));
    });
    socket.destroy();
    return wait;
  }

  return {
    close: async () => {
      const wanted = sending.stop();
      // What is to hold under the lock is that it is acknowledged; how late is for whoever asks.
      const ended = await Promise.all(waits);
      await holder`rollback`;
      holder.release();
      await sql.end();
      const answered = ended.filter((wait) => wait !== null);
      return {
        ...nothingDone,
        wanted,
        tried: waits.length,
        frames: answered.length,
        uncertainFrames: ended.length - answered.length,
        acknowledged: answered.length,
        unanswered: ended.length - answered.length,
        slowestMilliseconds: Math.max(0, ...answered),
      };
    },
  };
};
