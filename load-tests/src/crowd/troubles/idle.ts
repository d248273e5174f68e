// Connections to the device port that say nothing.
import { addressesOf } from '../sending/crowd-size.ts';
import { ManyLines } from '../sending/many-lines.ts';
import { nothingDone, type OpenTrouble } from './trouble.ts';

export const open: OpenTrouble = async ({ devices, size }) => {
  const addresses = addressesOf('idle', 4);
  const lines = await ManyLines.open({ ...devices, count: size.idle, addresses });
  return {
    close: async () => {
      await lines.close();
      return { ...nothingDone, wanted: size.idle, tried: lines.made };
    },
  };
};
