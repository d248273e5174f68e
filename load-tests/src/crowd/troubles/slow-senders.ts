// Devices that begin a frame and go on with a byte every quarter of a second.
import type { Socket } from 'node:net';
import { addressesOf } from '../sending/crowd-size.ts';
import { ManyLines } from '../sending/many-lines.ts';
import { paced } from '../sending/paced.ts';
import { nothingDone, type OpenTrouble } from './trouble.ts';
import { pressOf } from './refused-presses.ts';

const bytesPerSecond = 4;
/** A product that ends a slow frame has given it this long at the least; what it ended sooner it may not have read. */
const shortestPatienceMilliseconds = 5_000;

export const open: OpenTrouble = async ({ devices, size }) => {
  const frame = pressOf('510EDEAD', 1);
  const sent = new Map<Socket, { bytes: number; since: number }>();
  let isOver = false;
  let frames = 0;
  let uncertainFrames = 0;
  const lines = await ManyLines.open({
    ...devices,
    count: size.slowSenders,
    addresses: addressesOf('slow', 2),
    onOpen: (socket) => {
      socket.write(frame.subarray(0, 1));
      sent.set(socket, { bytes: 1, since: performance.now() });
    },
    onOver: (socket, hadError) => {
      const { since = Infinity } = sent.get(socket) ?? {};
      const wasTaken = isOver
        ? !hadError
        : performance.now() - since > shortestPatienceMilliseconds;
      if (wasTaken) frames += 1;
      else uncertainFrames += 1;
      sent.delete(socket);
    },
  });
  const sending = paced(bytesPerSecond, () => {
    for (const [socket, state] of sent) {
      // Slower than anybody's patience: the frame is longer than that many quarters of a second.
      socket.write(frame.subarray(state.bytes, state.bytes + 1));
      state.bytes += 1;
    }
  });
  return {
    close: async () => {
      sending.stop();
      isOver = true;
      await lines.close();
      const { made: tried } = lines;
      return { ...nothingDone, wanted: size.slowSenders, tried, frames, uncertainFrames };
    },
  };
};
