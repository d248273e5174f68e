// One address that floods the device port with datagrams: calls for help of accounts that nobody knows.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { addressesOf } from '../sending/crowd-size.ts';
import { paced } from '../sending/paced.ts';
import { nothingDone, type OpenTrouble } from './trouble.ts';
import { pressOf } from './refused-presses.ts';

const accounts = 100;

export const open: OpenTrouble = async ({ devices, size }) => {
  const socket = createSocket('udp4');
  const [address] = addressesOf('datagrams');
  socket.bind(0, address);
  await once(socket, 'listening');
  let tried = 0;
  let datagrams = 0;
  const sending = paced(size.datagramsPerSecond, () => {
    tried += 1;
    const frame = pressOf(`0DDBA11${String(tried % accounts).padStart(2, '0')}`, tried);
    socket.send(frame, devices.port, devices.host, (error) => {
      if (!error) datagrams += 1;
    });
  });
  return {
    close: async () => {
      const wanted = sending.stop();
      // Closing waits for what is being sent.
      await new Promise<void>((resolve) => socket.close(() => resolve()));
      return { ...nothingDone, wanted, tried, datagrams };
    },
  };
};
