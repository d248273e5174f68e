// Frames as long as the protocol can state, each more than a thousand calls for help of one unknown account.
import { randomBytes } from 'node:crypto';
import { encodeFrame } from '../../button/dc09-frames.ts';
import { addressesOf } from '../sending/crowd-size.ts';
import { FrameLines } from '../sending/frame-lines.ts';
import { paced } from '../sending/paced.ts';
import { nothingDone, type OpenTrouble } from './trouble.ts';

/** With what stands around it just below 4,095 bytes, of three letters each. */
const presses = 1_330;

export const open: OpenTrouble = async ({ devices, size }) => {
  const series = `B16${randomBytes(3).toString('hex').toUpperCase()}`;
  const lines = await FrameLines.open(devices, addressesOf('long', 2));
  let tried = 0;
  const sending = paced(size.longFramesPerSecond, () => {
    tried += 1;
    const account = `${series}${tried.toString(16).toUpperCase().padStart(7, '0')}`;
    const data = `Nri1${'/PA'.repeat(presses)}`;
    const sequence = (tried % 9999) + 1;
    lines.send(encodeFrame({ id: 'SIA-DCS', sequence, account, data, time: new Date() }));
  });
  return {
    close: async () => {
      const wanted = sending.stop();
      return { ...nothingDone, wanted, tried, ...(await lines.close()) };
    },
  };
};
