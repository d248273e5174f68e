// Phones on a police page that ask for it without pause and hardly read what comes.
import { connect, type Socket } from 'node:net';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { addressesOf } from '../sending/crowd-size.ts';
import { paced } from '../sending/paced.ts';
import { nothingDone, type OpenTrouble } from './trouble.ts';

/** Of each; from four addresses that is what a minute allows one, so that the answers are pages and no refusals. */
const asksPerSecond = 9;
const readsPerSecond = 1;
const readBytes = 512;

export const open: OpenTrouble = ({ frontDoor, policeCookie, size }) => {
  const { hostname, port, host } = new URL(frontDoor);
  const addresses = addressesOf('police', 4);
  const question =
    `GET ${routes.policeView.path} HTTP/1.1\r\nHost: ${host}\r\n` +
    `Cookie: ${policeCookie}\r\nConnection: keep-alive\r\n\r\n`;
  let isOver = false;
  const readers: Socket[] = [];
  for (let index = 0; index < size.slowReaders; index += 1) readers[index] = openReader(index);

  function openReader(index: number): Socket {
    const localAddress = addresses[index % addresses.length];
    const socket = connect({
      host: hostname,
      port: Number(port),
      ...(localAddress ? { localAddress } : {}),
    });
    // Nothing is read but by hand: without a listener for data it stays where it is.
    socket.pause().on('error', () => {});
    socket.once('close', () => {
      if (!isOver) readers[index] = openReader(index);
    });
    return socket;
  }

  let tried = 0;
  const asking = paced(asksPerSecond * readers.length, () => {
    readers[tried % readers.length]?.write(question);
    tried += 1;
  });
  const reading = paced(readsPerSecond, () => {
    for (const socket of readers) socket.read(readBytes);
  });
  return Promise.resolve({
    close: () => {
      isOver = true;
      const wanted = asking.stop();
      reading.stop();
      for (const socket of readers) socket.destroy();
      return Promise.resolve({ ...nothingDone, wanted, tried });
    },
  });
};
