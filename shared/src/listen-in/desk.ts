// What is said on a desk's sound socket, upward and downward.
import * as z from 'zod';
import { lostBecause, recordingId, room } from './sound.ts';

export const listenInPath = '/listen-in';

/** `auth` of the Socket.IO connection; a refused one ends in `connect_error` with message `token-refused`. */
export const listenerAuth = z.object({ token: z.string().max(2048) });

/** mediasoup's own shapes: it checks what is inside, this bounds how much there is of it. */
const rtpCapabilities = z.looseObject({
  codecs: z.array(z.looseObject({})).max(64),
  headerExtensions: z.array(z.looseObject({})).max(64),
});
const dtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z.array(z.object({ algorithm: z.string(), value: z.string().max(256) })).max(16),
});
const consumer = z.object({
  id: z.string(),
  producerId: z.string(),
  kind: z.literal('audio'),
  rtpParameters: z.looseObject({}),
});
export type ConsumerParameters = z.infer<typeof consumer>;

/** Upward: what a desk asks, and what it gets when that is not refused. */
export const listenerAsks = {
  /** First: a transport that can only receive. */
  transport: {
    request: z.object({}),
    answer: z.object({
      routerRtpCapabilities: rtpCapabilities,
      transport: z.object({
        id: z.string(),
        iceParameters: z.looseObject({ usernameFragment: z.string(), password: z.string() }),
        iceCandidates: z.array(z.looseObject({})),
        dtlsParameters,
      }),
    }),
  },
  /** Not `connect`: Socket.IO keeps that name for itself and its client refuses to emit it. */
  'connect-transport': { request: z.object({ dtlsParameters }), answer: z.object({}) },
  /**
   * A consumer of silence, so that the transport is connected from log-in on and the way of the sound
   * is known to work (its packet count grows) before anybody needs it.
   */
  pulse: { request: z.object({ rtpCapabilities }), answer: z.object({ consumer }) },
  /**
   * What a join of this room will let run: a consumer that is agreed on and carries nothing, so that the
   * first sound waits for no agreement. Nobody listens by it. Null while the device sends nothing.
   */
  prepare: {
    request: z.object({ token: z.string().max(2048), rtpCapabilities }),
    answer: z.object({ room, consumer: consumer.nullable() }),
  },
  /**
   * `consumer` is null while the device sends nothing; it comes later with `sound`. It runs at once; the one
   * that was prepared, if there is one. Who is in the room already, by a join or by the api's word, goes on.
   */
  join: {
    request: z.object({ token: z.string().max(2048), rtpCapabilities }),
    answer: z.object({
      room,
      recordingId: recordingId.nullable(),
      receiving: z.boolean(),
      consumer: consumer.nullable(),
    }),
  },
  leave: { request: z.object({ room }), answer: z.object({}) },
} as const;
export type ListenerAsk = keyof typeof listenerAsks;

export const listenerRefusal = z.object({
  ok: z.literal(false),
  code: z.enum([
    /** Not a message as above, or parameters mediasoup can't work with. */
    'invalid',
    /** For every misuse the same word: whoever tries tokens learns nothing. The log knows which. */
    'token-refused',
    /** Ask for `transport` first. */
    'no-transport',
    'unknown-room',
    /** More rooms or messages than a desk can want. */
    'too-many',
    /** The worker is being replaced; come again. */
    'try-again',
  ]),
});
export type ListenerRefusalCode = z.infer<typeof listenerRefusal>['code'];

export type ListenerAnswer<Ask extends ListenerAsk> =
  z.infer<typeof listenerRefusal> | ({ ok: true } & z.infer<(typeof listenerAsks)[Ask]['answer']>);

/** What came back on an ack, as a desk reads it. */
export function answerTo<Ask extends ListenerAsk>(ask: Ask, raw: unknown): ListenerAnswer<Ask> {
  const refusal = listenerRefusal.safeParse(raw);
  if (refusal.success) return refusal.data;
  const { answer } = listenerAsks[ask];
  // TypeScript does not follow `ask` through the table; the schema was just picked by it.
  return { ok: true, ...answer.parse(raw) } as ListenerAnswer<Ask>;
}

/** Downward. `sound` for a consumer the desk has already means: it carries packets again. */
export const soundMessage = z.object({
  room,
  recordingId: recordingId.nullable(),
  consumer,
});
/** `dismissed`: the log says that this desk's person listens there no more, and the place in the room is gone. */
export const soundLostMessage = z.object({
  room,
  why: z.enum([...lostBecause.options, 'ended', 'dismissed']),
});
/** After each of these the desk asks the api for a new connect token, jittered by 500 ms at most. */
export const goodbyeMessage = z.object({
  reason: z.enum(['session-ended', 'restarting', 'replaced', 'worker-died']),
});

export type ListenerToServer = {
  [Ask in ListenerAsk]: (
    request: z.infer<(typeof listenerAsks)[Ask]['request']>,
    answer: (answer: ListenerAnswer<Ask>) => void,
  ) => void;
};
export type ServerToListener = {
  sound: (message: z.infer<typeof soundMessage>) => void;
  'sound-lost': (message: z.infer<typeof soundLostMessage>) => void;
  goodbye: (message: z.infer<typeof goodbyeMessage>) => void;
};
