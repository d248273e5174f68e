// What a desk asks for on its socket, and the answers: each ask of the table is read by its schema, none
// comes too often, and a refusal is an answer with a code.
import type { types } from 'mediasoup';
import {
  listenerAsks,
  type ListenerAnswer,
  type ListenerAsk,
  type ListenerRefusalCode,
} from '@achterwacht/shared/listen-in/desk.ts';
import type * as z from 'zod';
import { TokenRefused, type Tokens } from '../access/credentials.ts';
import { createRate, type Rate } from '../access/rate.ts';
import type { Rights } from '../access/rights.ts';
import type { Clock } from '../process/clock.ts';
import { asksPerListener } from '../process/limits.ts';
import type { Logger } from '../process/logger.ts';
import { openListenerTransport, type Workers } from '../workers/workers.ts';
import { recordingOf, type Hearing } from './hearing.ts';
import { dropTransport, needTransport, parametersOf, Refusal, type Listener } from './listener.ts';

type Parts = {
  workers: Workers;
  tokens: Tokens;
  rights: Rights;
  hearing: Hearing;
  clock: Clock;
  log: Logger;
  /** How much of what was refused stands in the log. */
  logged: Rate;
};

/** @returns what makes a listener's socket answer. */
export function createAsks(parts: Parts): (listener: Listener) => void {
  const { workers, tokens, rights, hearing, clock, log, logged } = parts;
  const asked = createRate(asksPerListener);

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
      const room = hearing.roomFor(listener, deviceId, rtpCapabilities as types.RtpCapabilities); // as above
      const consumer = await hearing.prepare(listener, room);
      log.info({ listenerId: listener.id, deviceId }, 'prepared');
      return { room: deviceId, consumer: consumer ? parametersOf(consumer) : null };
    },
    join: async (listener, { token, rtpCapabilities }) => {
      const { room: deviceId, right } = await tokens.join(token, listener.id);
      if (!rights.holds(listener.id, right)) throw new TokenRefused('it listens there no more');
      const room = hearing.roomFor(listener, deviceId, rtpCapabilities as types.RtpCapabilities); // as above
      hearing.enter(listener, room, right);
      const consumer = await hearing.consume(listener, room);
      log.info({ listenerId: listener.id, deviceId, hasSound: consumer !== undefined }, 'joined');
      return {
        room: deviceId,
        recordingId: recordingOf(room),
        receiving: room.recorder.isReceiving(),
        consumer: consumer ? parametersOf(consumer) : null,
      };
    },
    leave: async (listener, { room }) => {
      hearing.leave(listener, room);
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
        if (logged.take(listener.id, clock.now()))
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

  return (listener) => {
    for (const ask of Object.keys(listenerAsks) as ListenerAsk[]) answer(listener, ask);
  };
}

function codeOf(error: unknown): ListenerRefusalCode {
  if (error instanceof Refusal) return error.code;
  if (error instanceof TokenRefused) return 'token-refused';
  // mediasoup's word for parameters that make no sense, and for capabilities that can't hear this.
  if (error instanceof TypeError || (error as Error).name === 'UnsupportedError') return 'invalid';
  return 'try-again';
}

/** A sentence for the log; a schema's own message would repeat what was sent. */
export function reasonOf(error: unknown): string {
  return error instanceof TokenRefused || error instanceof Refusal
    ? error.message
    : error instanceof Error
      ? error.name
      : 'unknown';
}
