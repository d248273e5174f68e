// One console's socket, without a console: Engine.IO and Socket.IO spoken directly over a bare
// WebSocket. The real client would burn more of this machine per socket than the server under test,
// and the bare floor would look better than it is. Speaks exactly what a desk needs: connect, hello,
// events, pings.
import WebSocket from 'ws';

export type FeedSocketOptions = {
  /** `http://host:port`; the path is Socket.IO's usual one. */
  origin: string;
  cookie?: string;
  /** Sent as `hello` once connected; a floor needs none. */
  hello?: object;
  onEvent: (name: string, payload: unknown) => void;
};

/** Resolves once connected and, with a hello, sent. Rejects when refused. */
export async function openFeedSocket(options: FeedSocketOptions): Promise<WebSocket> {
  const address = `${options.origin.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address, {
    perMessageDeflate: false,
    headers: options.cookie === undefined ? {} : { cookie: options.cookie },
  });
  await new Promise<void>((resolve, refuse) => {
    const reject = (error: Error): void => {
      socket.terminate();
      refuse(error);
    };
    socket.on('error', reject);
    socket.on('close', () => refuse(new Error('the server closed the socket')));
    socket.on('message', (data) => {
      // Text frames only: neither side of this protocol sends binary here.
      const text = (data as Buffer).toString();
      if (text.startsWith('42')) {
        const [name, payload] = JSON.parse(text.slice(2)) as [string, unknown];
        options.onEvent(name, payload);
      } else if (text === '2') socket.send('3');
      else if (text.startsWith('0')) socket.send('40');
      else if (text.startsWith('44')) reject(new Error(`refused: ${text.slice(2)}`));
      else if (text.startsWith('40')) {
        if (options.hello) socket.send(`42${JSON.stringify(['hello', options.hello])}`);
        resolve();
      }
    });
  });
  return socket;
}

/** A WebSocket without any protocol on top, for the barest floor. */
export async function openBareSocket(
  origin: string,
  onMessage: (payload: unknown) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(origin.replace(/^http/, 'ws'), { perMessageDeflate: false });
  socket.on('message', (data) => onMessage(JSON.parse((data as Buffer).toString())));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve()).once('error', reject);
  });
  return socket;
}
