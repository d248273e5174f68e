// All desks' sound sockets, from log-in to goodbye: who is let in, and what the api says of those who are.
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { RightsRequest } from '@achterwacht/shared/listen-in/control.ts';
import {
  type goodbyeMessage,
  listenerAuth,
  listenInPath,
  type ListenerToServer,
  type ServerToListener,
} from '@achterwacht/shared/listen-in/desk.ts';
import type { Right } from '@achterwacht/shared/listen-in/tokens.ts';
import type * as z from 'zod';
import { TokenRefused, type Devices, type Tokens } from '../access/credentials.ts';
import { createRate } from '../access/rate.ts';
import { createRights } from '../access/rights.ts';
import type { Clock } from '../process/clock.ts';
import { mostListeners, refusalsLogged } from '../process/limits.ts';
import type { Logger } from '../process/logger.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Workers } from '../workers/workers.ts';
import { createAsks, reasonOf } from './asks.ts';
import { createHearing } from './hearing.ts';
import { dropTransport, type Listener } from './listener.ts';

export type Listeners = {
  count: () => number;
  ids: () => string[];
  /**
   * Ends one's socket: its session is over, and what was made for it opens nothing. @returns false when it is
   * not connected.
   */
  dismiss: (listenerId: string) => boolean;
  /** Joins it to a room it has made ready. @returns false when it has not: its own join is needed then. */
  start: (listenerId: string, deviceId: string, right: Right) => Promise<boolean>;
  /** Who hears a room by this alarm alone and may not any more is out. @returns how many were. */
  takeRights: (word: RightsRequest) => number;
  close: () => Promise<void>;
};

type Goodbye = z.infer<typeof goodbyeMessage>['reason'];

export type ListenerOptions = {
  workers: Workers;
  rooms: Rooms;
  devices: Devices;
  tokens: Tokens;
  clock: Clock;
  log: Logger;
};

export function openListeners(http: HttpServer, options: ListenerOptions): Listeners {
  const { workers, rooms, devices, tokens, clock, log } = options;
  const listeners = new Map<string, Listener>();
  const logged = createRate(refusalsLogged);
  const rights = createRights();
  const find = (listenerId: string) => listeners.get(listenerId);
  const hearing = createHearing({ rooms, devices, rights, log, find });
  const answer = createAsks({ workers, tokens, rights, hearing, clock, log, logged });
  const io = new Server<ListenerToServer, ServerToListener, object, { listenerId: string }>(http, {
    path: listenInPath,
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    // Parameters of a consumer are some 2 kB.
    maxHttpBufferSize: 64 * 1024,
    // A desk that is gone must not be counted as listening for longer than its lease lasts.
    pingInterval: 5000,
    pingTimeout: 5000,
    connectTimeout: 5000,
  });

  io.use((socket, next) => {
    (async () => {
      const { token } = listenerAuth.parse(socket.handshake.auth);
      const { sub } = await tokens.connect(token);
      if (rights.isEnded(sub)) throw new TokenRefused('its session is over');
      if (listeners.size >= mostListeners) throw new Error('there are too many listeners');
      socket.data.listenerId = sub;
    })().then(
      () => next(),
      (error: unknown) => {
        if (logged.take('token', clock.now()))
          log.warn({ reason: reasonOf(error) }, 'a listener was refused');
        next(new Error('token-refused'));
      },
    );
  });

  io.on('connection', (socket) => {
    // Between its token and here its session may have ended.
    if (rights.isEnded(socket.data.listenerId)) {
      socket.disconnect(true);
      return;
    }
    const listener: Listener = {
      id: socket.data.listenerId,
      socket,
      consumers: new Map(),
      prepared: new Map(),
    };
    const before = listeners.get(listener.id);
    if (before) sayGoodbye(before, 'replaced');
    listeners.set(listener.id, listener);
    socket.once('disconnect', () => forget(listener));
    answer(listener);
  });

  function forget(listener: Listener): void {
    for (const deviceId of [...listener.consumers.keys()]) hearing.leave(listener, deviceId);
    dropTransport(listener);
    if (listeners.get(listener.id) === listener) listeners.delete(listener.id);
  }

  function sayGoodbye(listener: Listener, reason: Goodbye): void {
    listener.socket.emit('goodbye', { reason });
    forget(listener);
    listener.socket.disconnect(true);
  }

  workers.onDied((dead) => {
    for (const listener of [...listeners.values()]) {
      if (listener.station === dead) sayGoodbye(listener, 'worker-died');
    }
  });

  return {
    count: () => listeners.size,
    ids: () => [...listeners.keys()],
    dismiss: (listenerId) => {
      rights.end(listenerId, clock.now());
      const listener = listeners.get(listenerId);
      if (listener) sayGoodbye(listener, 'session-ended');
      return listener !== undefined;
    },
    start: async (listenerId, deviceId, right) => {
      const [listener, room] = [listeners.get(listenerId), rooms.find(deviceId)];
      return listener && room ? hearing.start(listener, room, right) : false;
    },
    takeRights: (word) => {
      if (!rights.take(word, clock.now())) return 0;
      const { alarmId } = word;
      return rooms
        .all()
        .flatMap((room) => [...room.members.values()].map((member) => ({ room, member })))
        .filter(({ room, member }) => {
          const version = member.rights.get(alarmId);
          if (version === undefined) return false;
          return rights.holds(member.listenerId, { alarmId, version })
            ? false
            : hearing.dismissFrom(room, member, alarmId);
        }).length;
    },
    close: async () => {
      for (const listener of [...listeners.values()]) sayGoodbye(listener, 'restarting');
      const closed = io.close();
      // It waits for kept connections too, of devices that have long got their answer.
      http.closeAllConnections();
      await closed;
    },
  };
}
