// A desk that says over and over that it shows the alarms which it shows. Cut off, it comes again.
import type WebSocket from 'ws';
import { openFeedSocket } from '../../harness/consoles/feed-socket.ts';
import { paced } from '../sending/paced.ts';
import { nothingDone, type OpenTrouble } from './trouble.ts';

export const open: OpenTrouble = async ({ frontDoor, desk, size }) => {
  const { alarmIds, cookie, sequence } = desk;
  let socket: WebSocket | undefined;
  let last = sequence;
  let isOpening = false;
  let tried = 0;

  async function connect(): Promise<void> {
    if (isOpening) return;
    isOpening = true;
    socket = await openFeedSocket({
      origin: frontDoor,
      cookie,
      hello: { protocol: 1, afterSequence: last },
      onEvent: (name, payload) => {
        if (name === 'events') last = (payload as { sequence: number }[]).at(-1)?.sequence ?? last;
      },
    }).catch(() => undefined);
    isOpening = false;
  }

  await connect();
  const sending = paced(size.repeatsPerSecond, () => {
    tried += 1;
    if (socket?.readyState !== 1) return void connect();
    const alarmId = alarmIds[tried % alarmIds.length];
    socket.send(`42${JSON.stringify(['presented', { alarmId }])}`);
  });
  return {
    close: () => {
      const wanted = sending.stop();
      socket?.terminate();
      return Promise.resolve({ ...nothingDone, wanted, tried });
    },
  };
};
