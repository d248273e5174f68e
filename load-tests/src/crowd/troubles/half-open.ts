// Requests at the front door that begin and never end, from four addresses.
import { addressesOf } from '../sending/crowd-size.ts';
import { ManyLines } from '../sending/many-lines.ts';
import { nothingDone, type OpenTrouble } from './trouble.ts';

export const open: OpenTrouble = async ({ frontDoor, size }) => {
  const { hostname, port, host } = new URL(frontDoor);
  const lines = await ManyLines.open({
    host: hostname,
    port: Number(port),
    count: size.halfOpen,
    addresses: addressesOf('halfOpen', 4),
    onOpen: (socket) => socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nX-`),
  });
  return {
    close: async () => {
      await lines.close();
      return { ...nothingDone, wanted: size.halfOpen, tried: lines.made };
    },
  };
};
