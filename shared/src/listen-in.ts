// Everything about sound that crosses a program's border, in the order in which it happens: how a device
// gateway asks for a way in, what a desk says on its sound socket, what the media-server tells the api,
// and what the api asks of the media-server. Nothing here can carry sound towards a button: there is no
// message for it.
//
// A room is a button: its id is the button's id. A recording is one stretch of sound of one alarm.
import * as z from 'zod';

const at = z.iso.datetime();
const room = z.uuid();
const recordingId = z.uuid();
const alarmId = z.uuid();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** PCMU and PCMA are G.711: what telephone-like devices speak. */
export const soundCodec = z.enum(['opus', 'pcmu', 'pcma']);
export type SoundCodec = z.infer<typeof soundCodec>;

/**
 * Whether a centre has sound at all. `awaited`: this machine still makes what carries it; a media-server that
 * is away for a moment is `here`.
 */
export const soundPresence = z.enum(['here', 'awaited', 'absent']);
export type SoundPresence = z.infer<typeof soundPresence>;

export const soundTransport = z.enum(['whip', 'rtp']);
export type SoundTransport = z.infer<typeof soundTransport>;

// --- device gateways: POST /rtp ---

const srtpSuite = z.enum([
  'AES_CM_128_HMAC_SHA1_80',
  'AES_CM_128_HMAC_SHA1_32',
  'AEAD_AES_128_GCM',
  'AEAD_AES_256_GCM',
]);
/** Master key and salt together. */
const srtpKeyBytes = {
  AES_CM_128_HMAC_SHA1_80: 30,
  AES_CM_128_HMAC_SHA1_32: 30,
  AEAD_AES_128_GCM: 28,
  AEAD_AES_256_GCM: 44,
} satisfies Record<z.infer<typeof srtpSuite>, number>;

const srtp = z
  .object({
    cryptoSuite: srtpSuite,
    keyBase64: z.base64().max(64),
  })
  .refine(({ cryptoSuite, keyBase64 }) => srtpKeyBytes[cryptoSuite] === bytesIn(keyBase64), {
    path: ['keyBase64'],
    error: 'key and salt together have another length for this suite',
  });

function bytesIn(base64: string): number {
  return (base64.length / 4) * 3 - (/=*$/.exec(base64)?.[0].length ?? 0);
}

export const rtpRequest = z.object({
  codec: soundCodec,
  /** 64–95 would read as RTCP on a port that carries both (RFC 5761). */
  payloadType: z
    .int()
    .min(0)
    .max(127)
    .refine((type) => type < 64 || type > 95),
  ssrc: z.int().min(1).max(0xffff_ffff),
  /** Absent only on the machine itself: sound of somebody under threat does not travel in the open. */
  srtp: srtp.optional(),
  /** The session before, when this one goes on with it after a break; never of a new call for help. */
  continues: z.uuid().optional(),
});
export type RtpRequest = z.infer<typeof rtpRequest>;

/** Where the packets go; RTCP on the same port. With `srtp`, the key of the reports that come back. */
export const rtpAnswer = z.object({
  address: z.string(),
  port: z.int(),
  srtp: z.object({ cryptoSuite: srtpSuite, keyBase64: z.base64() }).optional(),
});

// --- a desk's sound socket ---

export const listenInPath = '/listen-in';

/** The api makes tokens that live no longer, the media-server refuses any that do. */
export const tokenSeconds = 60;

const claims = z.object({
  aud: z.literal('listen-in'),
  /** One listener: a desk's sound socket. Random, so that the media-server knows no people. */
  sub: z.uuid(),
  /** Counts once. */
  jti: z.uuid(),
  iat: z.int(),
  exp: z.int(),
});
/** Opens the transport of a desk, and no room. */
export const connectClaims = claims.extend({ act: z.literal('connect') });
export type ConnectClaims = z.infer<typeof connectClaims>;
/**
 * By what somebody may hear a room: that he listens to this alarm stood in its log at this version. A later
 * word about the same alarm (`rightsRequest`) takes it away or leaves it.
 */
export const right = z.object({ alarmId, version: z.int().positive() });
export type Right = z.infer<typeof right>;

/** Opens one room, for listening. */
export const joinClaims = claims.extend({ act: z.literal('listen'), room, right });
export type JoinClaims = z.infer<typeof joinClaims>;

/** Makes one room ready for a listener, and opens nothing: what it prepares stands still until a join. */
export const prepareClaims = claims.extend({ act: z.literal('prepare'), room });
export type PrepareClaims = z.infer<typeof prepareClaims>;

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

/** `restarted`: the media-server itself was; what was under way is known from its disk. */
export const lostBecause = z.enum(['no-packets', 'disconnected', 'worker-died', 'restarted']);
export type LostBecause = z.infer<typeof lostBecause>;

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

// --- facts: media-server → api, GET /control/facts?after=N, a line of JSON each ---

/**
 * A stretch of a recording, closed and hashed. `cut-off`: the media-server was killed while it wrote;
 * what it had sealed by then (all but the last second) is in it.
 */
export const segment = z.object({
  index: z.int().nonnegative(),
  startedAt: at,
  endedAt: at,
  /** Of the stored, encrypted bytes: can be checked by whoever may not hear them. */
  sha256,
  bytes: z.int().nonnegative(),
  packets: z.int().nonnegative(),
  lostPackets: z.int().nonnegative(),
  codec: soundCodec,
  how: z.enum(['complete', 'cut-off']),
});
export type Segment = z.infer<typeof segment>;

/**
 * `device`: it said goodbye; `released`: its alarm was closed; `reassigned`: the rest belongs to another
 * alarm; `full`, `other-codec`: the next recording of the same alarm has begun, because this one is as long
 * as one may be, or because the device came back with a codec that does not go on in this one; `abandoned`:
 * no alarm, and no packet for so long that what comes next is another occasion; `kept-from-here`: what came
 * until now was heard and not kept, and the recording that is has begun.
 */
export const endedBecause = z.enum([
  'device',
  'released',
  'reassigned',
  'full',
  'other-codec',
  'abandoned',
  'kept-from-here',
]);
export type EndedBecause = z.infer<typeof endedBecause>;

const factBase = z.object({
  /** Grows by one; the cursor. A fact may be told twice. */
  number: z.int().positive(),
  at,
  deviceId: room,
  recordingId,
});

export const soundFact = z.discriminatedUnion('type', [
  factBase.extend({
    type: z.literal('sound-started'),
    transport: soundTransport,
    codec: soundCodec,
    /** False: it is heard, and no segment of it will be stored. */
    kept: z.literal(false).optional(),
  }),
  factBase.extend({
    type: z.literal('sound-resumed'),
    transport: soundTransport,
    codec: soundCodec,
    /** Between the last packet before and the first one after. */
    gapMilliseconds: z.int().nonnegative(),
  }),
  factBase.extend({ type: z.literal('sound-lost'), why: lostBecause }),
  factBase.extend({ type: z.literal('sound-ended'), why: endedBecause }),
  factBase.extend({ type: z.literal('segment-stored'), ...segment.shape }),
  /** Nobody's alarm asked for it in time; `not-kept`: its alarm keeps none, and what sounds on is heard. */
  factBase.extend({ type: z.literal('recording-erased'), why: z.literal('not-kept').optional() }),
]);
export type SoundFact = z.infer<typeof soundFact>;
/** Stands in the place of a fact that cannot be read; null where not even its number can. */
export type UnreadableFact = { type: 'unreadable'; number: number | null };

/**
 * Each second. `journal` changes when the media-server's own disk was lost: numbers begin again, and a
 * cursor of the old one means nothing.
 */
export const aliveLine = z.object({
  type: z.literal('alive'),
  at,
  journal: z.uuid(),
  last: z.int().nonnegative(),
});
export const factLine = z.discriminatedUnion('type', [aliveLine, ...soundFact.options]);
export type FactLine = z.infer<typeof factLine>;

// --- control: api → media-server, JSON with a bearer ---

/** The whole list every time; who is not on it may not send. */
export const deviceList = z.object({
  devices: z.array(z.object({ deviceId: room, tokenSha256: sha256 })).max(100_000),
});
export type DeviceList = z.infer<typeof deviceList>;

/** `keeps`: whether the alarm's sound is kept. Once it is, it stays so for that alarm, whatever is said late. */
export const assignRequest = z.object({ alarmId, keeps: z.boolean().default(true) });
export const releaseRequest = z.object({ alarmId });
/** The api's word that this listener's listening is on record: what it has prepared of the room sounds now. */
export const startRequest = z.object({ room, right });
/**
 * The api's word on who listens to an alarm as its log stands at that version, by the ids of their listeners:
 * nobody else hears a room by an older right to this alarm, be it one who is in it or a token that comes later.
 */
export const rightsRequest = right.extend({ listeners: z.array(z.uuid()).max(500) });
export type RightsRequest = z.infer<typeof rightsRequest>;
export const rightsAnswer = z.object({ dismissed: z.int().nonnegative() });
export const startAnswer = z.object({ started: z.boolean() });
/** Null while there is no sound: what comes will belong to the alarm. */
export const assignAnswer = z.object({ recordingId: recordingId.nullable() });

export const mediaHealth = z.object({
  workers: z.array(z.object({ pid: z.int(), rooms: z.int(), alive: z.boolean() })),
  workerBin: z.string(),
  rooms: z.int(),
  listeners: z.int(),
  /** `failing`: sound is heard and not kept (disk full, folder gone). */
  recording: z.enum(['ok', 'failing']),
});
export type MediaHealth = z.infer<typeof mediaHealth>;

export const roomList = z.array(
  z.object({
    deviceId: room,
    recordingId: recordingId.nullable(),
    alarmId: alarmId.nullable(),
    receiving: z.boolean(),
    /** Whether something of the sound is kept, or would be. */
    keeps: z.boolean().default(true),
    since: at,
    /** Who has a place in it, and by which alarms. */
    members: z.array(z.object({ listenerId: z.uuid(), alarmIds: z.array(alarmId) })),
  }),
);

export const listenerList = z.array(z.uuid());

export const recording = z.object({
  recordingId,
  deviceId: room,
  alarmId: alarmId.nullable(),
  startedAt: at,
  endedAt: at.nullable(),
  codec: soundCodec,
  segments: z.array(segment),
  erased: z.boolean(),
});
export type Recording = z.infer<typeof recording>;

export const eraseAnswer = z.object({ erased: z.literal(true) });

/** Part of a recording by wall time; `follow` goes on for as long as it runs. */
export const audioQuery = z.object({
  from: at.optional(),
  to: at.optional(),
  follow: z.literal('1').optional(),
  /** WebM is for who takes it as it comes: it has no length and no parts. Telephone sound is WAV either way. */
  container: z.enum(['ogg', 'webm']).optional(),
});
