// A desk's sound socket: from log-in on one transport that can only receive, kept connected by the pulse;
// then a consumer for each room a join token opens. A desk is known here by the random id in its tokens.
//
// States: no transport → transport made → connected (by DTLS) → gone. Rooms are joined and left in any of
// them; a consumer made before DTLS is through starts to sound when it is.
import type { Server as HttpServer } from 'node:http';
import type { types } from 'mediasoup';
import { Server, type Socket } from 'socket.io';
import {
  type goodbyeMessage,
  listenerAsks,
  listenerAuth,
  listenInPath,
  type ConsumerParameters,
  type ListenerAnswer,
  type ListenerAsk,
  type ListenerRefusalCode,
  type ListenerToServer,
  type Right,
  type RightsRequest,
  type ServerToListener,
} from '@achterwacht/shared/listen-in.ts';
import type * as z from 'zod';
import type { Clock } from '../process/clock.ts';
import { TokenRefused, type Devices, type Tokens } from '../access/credentials.ts';
import {
  asksPerListener,
  mostListeners,
  refusalsTold,
  roomsPerListener,
} from '../process/limits.ts';
import type { Log } from '../process/log.ts';
import { createRate } from '../access/rate.ts';
import { createRights } from '../access/rights.ts';
import type { Member, Room } from '../rooms/room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import { openListenerTransport, type Station, type Workers } from '../workers/workers.ts';

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
type ListenerSocket = Socket<ListenerToServer, ServerToListener, object, { listenerId: string }>;

type Listener = {
  id: string;
  socket: ListenerSocket;
  station?: Station;
  transport?: types.WebRtcTransport;
  pulse?: types.Consumer;
  rtpCapabilities?: types.RtpCapabilities;
  /** By room; undefined while the device sends nothing. */
  consumers: Map<string, types.Consumer | undefined>;
  /** By room not joined yet: they stand still, and no packet of them leaves the worker. */
  prepared: Map<string, types.Consumer>;
};

/** A refusal that is an answer, not a fault. */
class Refusal extends Error {
  readonly code: ListenerRefusalCode;
  constructor(code: ListenerRefusalCode) {
    super(code);
    this.code = code;
  }
}

export type ListenerOptions = {
  workers: Workers;
  rooms: Rooms;
  devices: Devices;
  tokens: Tokens;
  clock: Clock;
  log: Log;
};

export function openListeners(http: HttpServer, options: ListenerOptions): Listeners {
  const { workers, rooms, devices, tokens, clock, log } = options;
  const listeners = new Map<string, Listener>();
  const asked = createRate(asksPerListener);
  const told = createRate(refusalsTold);
  const rights = createRights();
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
        if (told.take('token', clock.now()))
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
    for (const ask of Object.keys(listenerAsks) as ListenerAsk[]) answer(listener, ask);
  });

  const answers: {
    [Ask in ListenerAsk]: (
      listener: Listener,
      request: z.infer<(typeof listenerAsks)[Ask]['request']>,
    ) => Promise<z.input<(typeof listenerAsks)[Ask]['answer']>>;
  } = {
    transport: async (listener) => {
      const station = workers.leastLoaded();
      if (!station) throw new Refusal('try-again');
      const transport = await openListenerTransport(station);
      if (listener.socket.disconnected) {
        transport.close();
        throw new Refusal('try-again');
      }
      // Here and not before: of two asked for at once one would stay open, out of reach of whoever ends its listening.
      if (listener.transport) dropTransport(listener);
      listener.station = station;
      listener.transport = transport;
      station.load += 1;
      const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
      return {
        // Theirs and ours differ in optional fields only; the schema passes everything on.
        routerRtpCapabilities: station.router.rtpCapabilities as {
          codecs: [];
          headerExtensions: [];
        },
        transport: { id, iceParameters, iceCandidates, dtlsParameters },
      };
    },
    'connect-transport': async (listener, { dtlsParameters }) => {
      // The schema bounds it, mediasoup checks it.
      const parameters = dtlsParameters as types.DtlsParameters;
      await needTransport(listener).transport.connect({ dtlsParameters: parameters });
      return {};
    },
    pulse: async (listener, { rtpCapabilities }) => {
      const { transport, station } = needTransport(listener);
      listener.rtpCapabilities = rtpCapabilities as types.RtpCapabilities; // bounded; mediasoup checks it
      const pulse = await transport.consume({
        producerId: station.pulse.id,
        rtpCapabilities: listener.rtpCapabilities,
      });
      listener.pulse?.close();
      listener.pulse = pulse;
      return { consumer: parametersOf(pulse) };
    },
    prepare: async (listener, { token, rtpCapabilities }) => {
      const { room: deviceId } = await tokens.prepare(token, listener.id);
      const room = roomFor(listener, deviceId, rtpCapabilities as types.RtpCapabilities); // as above
      const consumer = await prepare(listener, room);
      log.info({ listenerId: listener.id, deviceId }, 'prepared');
      return { room: deviceId, consumer: consumer ? parametersOf(consumer) : null };
    },
    join: async (listener, { token, rtpCapabilities }) => {
      const { room: deviceId, right } = await tokens.join(token, listener.id);
      if (!rights.holds(listener.id, right)) throw new TokenRefused('it listens there no more');
      const room = roomFor(listener, deviceId, rtpCapabilities as types.RtpCapabilities); // as above
      enter(listener, room, right);
      const consumer = await consume(listener, room);
      log.info({ listenerId: listener.id, deviceId, hasSound: consumer !== undefined }, 'joined');
      return {
        room: deviceId,
        recordingId: recordingOf(room),
        receiving: room.recorder.isReceiving(),
        consumer: consumer ? parametersOf(consumer) : null,
      };
    },
    leave: async (listener, { room }) => {
      leave(listener, room);
      return {};
    },
  };

  function answer<Ask extends ListenerAsk>(listener: Listener, ask: Ask): void {
    const handle = async (raw: unknown, reply: unknown): Promise<void> => {
      if (typeof reply !== 'function') return;
      // The peer's callback; what it takes is what the schema of this ask says.
      const send = reply as (answer: ListenerAnswer<Ask>) => void;
      try {
        if (!asked.take(listener.id, clock.now())) throw new Refusal('too-many');
        const request = listenerAsks[ask].request.safeParse(raw);
        if (!request.success) throw new Refusal('invalid');
        // `ask` picks request and answer from the same row of the table.
        const given = await answers[ask](listener, request.data as never);
        send({ ok: true, ...given } as ListenerAnswer<Ask>);
      } catch (error) {
        const code = codeOf(error);
        if (told.take(listener.id, clock.now()))
          log.warn({ listenerId: listener.id, ask, code, reason: reasonOf(error) }, 'refused');
        send({ ok: false, code });
      }
    };
    // socket.io types each event by its name; here the name is a variable.
    const on = listener.socket.on.bind(listener.socket) as (
      event: string,
      handler: (raw: unknown, reply: unknown) => void,
    ) => void;
    on(ask, (raw, reply) => void handle(raw, reply));
  }

  /** @throws Refusal when this listener can't have it. */
  function roomFor(
    listener: Listener,
    deviceId: string,
    rtpCapabilities: types.RtpCapabilities,
  ): Room {
    needTransport(listener);
    listener.rtpCapabilities = rtpCapabilities;
    if (!devices.has(deviceId)) throw new Refusal('unknown-room');
    const { consumers, prepared } = listener;
    const known = new Set([...consumers.keys(), ...prepared.keys()]);
    if (known.size >= roomsPerListener && !known.has(deviceId)) throw new Refusal('too-many');
    const room = rooms.open(deviceId);
    if (!room) throw new Refusal('try-again');
    return room;
  }

  /** What the listener hears already needs no preparing: that consumer is the answer then. */
  async function prepare(listener: Listener, room: Room): Promise<types.Consumer | undefined> {
    const { deviceId } = room;
    const { station, transport } = needTransport(listener);
    const producer = await room.producerOn(station);
    if (!producer || !listener.rtpCapabilities) return undefined;
    const consumer = await transport.consume({
      producerId: producer.id,
      rtpCapabilities: listener.rtpCapabilities,
      paused: true,
    });
    if (listener.consumers.has(deviceId)) {
      consumer.close();
      return listener.consumers.get(deviceId);
    }
    listener.prepared.get(deviceId)?.close();
    listener.prepared.set(deviceId, consumer);
    return consumer;
  }

  function enter(listener: Listener, room: Room, { alarmId, version }: Right): void {
    const member = room.members.get(listener.id);
    if (member) {
      member.rights.set(alarmId, Math.max(version, member.rights.get(alarmId) ?? 0));
      return;
    }
    closeConsumer(listener, room.deviceId);
    listener.consumers.set(room.deviceId, undefined);
    room.members.set(listener.id, {
      listenerId: listener.id,
      rights: new Map([[alarmId, version]]),
      sound: () => void offerSound(listener, room),
      lost: (why) => {
        listener.socket.emit('sound-lost', { room: room.deviceId, why });
        if (why === 'ended') closeConsumer(listener, room.deviceId);
      },
    });
  }

  /** One at a time is enough: two calls meet at the same producer. */
  async function consume(listener: Listener, room: Room): Promise<types.Consumer | undefined> {
    const { station, transport } = needTransport(listener);
    const known = listener.consumers.get(room.deviceId);
    const producer = await room.producerOn(station);
    if (!producer || !listener.rtpCapabilities) return undefined;
    if (known && !known.closed && known.producerId === producer.id) return known;
    const ready = readyFor(listener, room, producer);
    if (!ready) listener.prepared.get(room.deviceId)?.close();
    listener.prepared.delete(room.deviceId);
    const consumer =
      ready ??
      (await transport.consume({
        producerId: producer.id,
        rtpCapabilities: listener.rtpCapabilities,
      }));
    await ready?.resume();
    const isStillThere = room.members.has(listener.id);
    if (!isStillThere || listener.consumers.get(room.deviceId) !== known) {
      consumer.close();
      return listener.consumers.get(room.deviceId);
    }
    known?.close();
    listener.consumers.set(room.deviceId, consumer);
    return consumer;
  }

  /** What is prepared of a session that is over, or from before another worker, is good for nothing. */
  function readyFor(listener: Listener, { deviceId }: Room, producer: types.Producer) {
    const ready = listener.prepared.get(deviceId);
    return ready && !ready.closed && ready.producerId === producer.id ? ready : undefined;
  }

  /** Only what the desk has agreed on: anything else would reach it as a stream it does not know. */
  async function start(listener: Listener, room: Room, right: Right): Promise<boolean> {
    const producer = listener.station && (await room.producerOn(listener.station));
    if (!producer || !readyFor(listener, room, producer)) return false;
    // Asked last: while the producer was found the listener may have stopped, or gone.
    if (listeners.get(listener.id) !== listener || !rights.holds(listener.id, right)) return false;
    enter(listener, room, right);
    await consume(listener, room);
    log.info({ listenerId: listener.id, deviceId: room.deviceId }, 'started by the api');
    return true;
  }

  async function offerSound(listener: Listener, room: Room): Promise<void> {
    try {
      const consumer = await consume(listener, room);
      if (!consumer) return;
      listener.socket.emit('sound', {
        room: room.deviceId,
        recordingId: recordingOf(room),
        consumer: parametersOf(consumer),
      });
    } catch (error) {
      // The worker of either end went away meanwhile; both ends are told by that.
      log.warn({ error, listenerId: listener.id }, 'sound could not be offered');
    }
  }

  /** @returns false while another alarm of this button lets it hear the room. */
  function dismissFrom(room: Room, member: Member, alarmId: string): boolean {
    member.rights.delete(alarmId);
    if (member.rights.size > 0) return false;
    const listener = listeners.get(member.listenerId);
    if (!listener) return room.members.delete(member.listenerId);
    leave(listener, room.deviceId);
    listener.socket.emit('sound-lost', { room: room.deviceId, why: 'dismissed' });
    log.info({ listenerId: listener.id, deviceId: room.deviceId, alarmId }, 'dismissed');
    return true;
  }

  function leave(listener: Listener, deviceId: string): void {
    rooms.find(deviceId)?.members.delete(listener.id);
    closeConsumer(listener, deviceId);
    listener.consumers.delete(deviceId);
    listener.prepared.get(deviceId)?.close();
    listener.prepared.delete(deviceId);
  }

  function closeConsumer(listener: Listener, deviceId: string): void {
    listener.consumers.get(deviceId)?.close();
    if (listener.consumers.has(deviceId)) listener.consumers.set(deviceId, undefined);
  }

  function dropTransport(listener: Listener): void {
    if (listener.station) listener.station.load -= 1;
    // Its consumers close with it.
    listener.transport?.close();
    delete listener.transport;
    delete listener.station;
    delete listener.pulse;
    for (const deviceId of listener.consumers.keys()) listener.consumers.set(deviceId, undefined);
    listener.prepared.clear();
  }

  function forget(listener: Listener): void {
    for (const deviceId of [...listener.consumers.keys()]) leave(listener, deviceId);
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
      return listener && room ? start(listener, room, right) : false;
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
            : dismissFrom(room, member, alarmId);
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

function needTransport({ transport, station }: Listener) {
  if (!transport || !station) throw new Refusal('no-transport');
  return { transport, station };
}

function parametersOf({ id, producerId, rtpParameters }: types.Consumer): ConsumerParameters {
  return { id, producerId, kind: 'audio', rtpParameters };
}

function recordingOf(room: Room): string | null {
  return room.recorder.running()?.record.recordingId ?? null;
}

function codeOf(error: unknown): ListenerRefusalCode {
  if (error instanceof Refusal) return error.code;
  if (error instanceof TokenRefused) return 'token-refused';
  // mediasoup's word for parameters that make no sense, and for capabilities that can't hear this.
  if (error instanceof TypeError || (error as Error).name === 'UnsupportedError') return 'invalid';
  return 'try-again';
}

/** A sentence for the log; a schema's own message would repeat what was sent. */
function reasonOf(error: unknown): string {
  return error instanceof TokenRefused || error instanceof Refusal
    ? error.message
    : error instanceof Error
      ? error.name
      : 'unknown';
}
