// Calls for help of accounts that nobody knows, each another one, from twenty addresses.
import { randomBytes } from 'node:crypto';
import { encodeFrame } from '../../button/dc09-frames.ts';
import { addressesOf } from '../sending/crowd-size.ts';
import { FrameLines } from '../sending/frame-lines.ts';
import { paced } from '../sending/paced.ts';
import { nothingDone, type OpenTrouble } from './trouble.ts';

const senders = 20;

export const open: OpenTrouble = async ({ devices, size }) => {
  const series = `BAD${randomBytes(3).toString('hex').toUpperCase()}`;
  const lines = await FrameLines.open(devices, addressesOf('refused', senders));
  let tried = 0;
  const sending = paced(size.refusedPerSecond, () => {
    tried += 1;
    lines.send(pressOf(`${series}${tried.toString(16).toUpperCase().padStart(7, '0')}`, tried));
  });
  return {
    close: async () => {
      const wanted = sending.stop();
      return { ...nothingDone, wanted, tried, ...(await lines.close()) };
    },
  };
};

export function pressOf(account: string, count: number): Buffer {
  const sequence = (count % 9999) + 1;
  const data = 'Nri1/PA001';
  return encodeFrame({ id: 'SIA-DCS', sequence, receiver: '1', account, data, time: new Date() });
}
