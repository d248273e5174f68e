// The api's door: which devices there are, whose alarm a room's sound is, what happened, and playing
// recordings. Bound to loopback and never routed by the front door; still every request shows the secret.
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import * as z from 'zod';
import {
  assignRequest,
  audioQuery,
  deviceList,
  releaseRequest,
  rightsRequest,
  startRequest,
  type MediaHealth,
} from '@achterwacht/shared/listen-in/control.ts';
import { aliveLine } from '@achterwacht/shared/listen-in/facts.ts';
import { iso, type Clock } from '../process/clock.ts';
import { createSecretCheck, type Devices } from '../access/credentials.ts';
import type { Journal } from '../recording/journal.ts';
import type { Listeners } from '../listening/listeners.ts';
import type { Logger } from '../process/logger.ts';
import { play } from '../playback/playback.ts';
import type { RecordingStore } from '../recording/store.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Workers } from '../workers/workers.ts';

export type ControlOptions = {
  secret: string;
  workerBin: string;
  workers: Workers;
  rooms: Rooms;
  listeners: Listeners;
  devices: Devices;
  store: RecordingStore;
  journal: Journal;
  clock: Clock;
  log: Logger;
};

const aliveMilliseconds = 1000;
/** A hundred thousand devices with their hashes. */
const bodyBytes = 16 * 1024 * 1024;

export function createControl(options: ControlOptions): FastifyInstance {
  const { workers, rooms, listeners, devices, store, journal, clock, log } = options;
  const isAllowed = createSecretCheck(options.secret);
  const http = Fastify({ logger: false, bodyLimit: bodyBytes });

  http.addHook('onRequest', async (request, reply) => {
    if (!isAllowed(request.headers.authorization)) {
      await reply.header('www-authenticate', 'Bearer').code(401).send(error('unauthorized'));
    }
  });
  http.setErrorHandler((failure, _request, reply) => {
    if (failure instanceof z.ZodError)
      return reply.code(422).send(error('invalid', failure.message));
    const status = (failure as { statusCode?: number }).statusCode ?? 500;
    if (status >= 500) log.error({ error: failure }, 'control');
    return reply.code(status).send(error(status < 500 ? 'invalid' : 'failed'));
  });

  http.get('/control/health', async (): Promise<MediaHealth> => {
    const all = rooms.all();
    return {
      workers: workers.describe().map((worker, slot) => ({
        ...worker,
        rooms: all.filter((room) => room.session()?.station.slot === slot).length,
      })),
      workerBin: options.workerBin,
      rooms: all.length,
      listeners: listeners.count(),
      recording: all.some((room) => room.recorder.running()?.isFailing()) ? 'failing' : 'ok',
    };
  });

  http.put('/control/devices', async (request) => {
    const list = deviceList.parse(request.body);
    for (const deviceId of await devices.replace(list)) {
      const room = rooms.find(deviceId);
      const session = room?.session();
      if (session) await room?.endSession(session.id, 'refused');
    }
    return { devices: list.devices.length };
  });

  http.get('/control/rooms', async () =>
    rooms.all().map(({ deviceId, recorder, members }) => ({
      deviceId,
      recordingId: recorder.running()?.record.recordingId ?? null,
      alarmId: recorder.alarmId(),
      receiving: recorder.isReceiving(),
      keeps: recorder.keeps(),
      since: iso(recorder.since()),
      members: [...members.values()].map(({ listenerId, rights }) => ({
        listenerId,
        alarmIds: [...rights.keys()],
      })),
    })),
  );

  const deviceParams = z.object({ deviceId: z.uuid() });
  http.post('/control/rooms/:deviceId/assign', async (request, reply) => {
    const { deviceId } = deviceParams.parse(request.params);
    const { alarmId, keeps } = assignRequest.parse(request.body);
    const room = rooms.open(deviceId);
    if (!room) return reply.header('retry-after', 1).code(503).send(error('too-many-rooms'));
    return { recordingId: await room.recorder.assign(alarmId, keeps) };
  });
  http.post('/control/rooms/:deviceId/release', async (request) => {
    const { deviceId } = deviceParams.parse(request.params);
    const { alarmId } = releaseRequest.parse(request.body);
    return { recordingId: (await rooms.find(deviceId)?.release(alarmId)) ?? null };
  });

  http.get('/control/listeners', async () => listeners.ids());
  http.delete('/control/listeners/:listenerId', async (request) => {
    const { listenerId } = z.object({ listenerId: z.uuid() }).parse(request.params);
    return { dismissed: listeners.dismiss(listenerId) };
  });

  http.post('/control/listeners/:listenerId/start', async (request) => {
    const { listenerId } = z.object({ listenerId: z.uuid() }).parse(request.params);
    const { room, right } = startRequest.parse(request.body);
    return { started: await listeners.start(listenerId, room, right) };
  });
  http.put('/control/rights', async (request) => ({
    dismissed: listeners.takeRights(rightsRequest.parse(request.body)),
  }));

  http.get('/control/facts', async (request, reply) => {
    const { after } = z
      .object({ after: z.coerce.number().int().min(0).default(0) })
      .parse(request.query);
    const gone = new AbortController();
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    const write = (line: object) => stream.write(`${JSON.stringify(line)}\n`);
    const alive = () =>
      write(
        aliveLine.parse({
          type: 'alive',
          at: iso(clock.now()),
          journal: journal.id,
          last: journal.last(),
        }),
      );
    alive();
    const beating = setInterval(alive, aliveMilliseconds);
    stream.once('close', () => gone.abort());
    try {
      for await (const fact of journal.follow(after, gone.signal)) {
        if (!write(fact)) await untilDrained(stream, gone.signal);
      }
    } catch (failure) {
      log.error({ error: failure }, 'the facts can not be read');
    } finally {
      clearInterval(beating);
      stream.destroy();
    }
  });

  const recordingParams = z.object({ recordingId: z.uuid() });
  http.get('/control/recordings/:recordingId', async (request, reply) => {
    const { recordingId } = recordingParams.parse(request.params);
    return store.find(recordingId) ?? notFound(reply);
  });
  http.delete('/control/recordings/:recordingId', async (request) => {
    const { recordingId } = recordingParams.parse(request.params);
    await rooms.erase(recordingId);
    log.info({ recordingId }, 'a recording was erased');
    return { erased: true };
  });

  http.get('/control/recordings/:recordingId/audio', async (request, reply) => {
    const { recordingId } = recordingParams.parse(request.params);
    const query = audioQuery.parse(request.query);
    const record = store.find(recordingId);
    if (!record) return notFound(reply);
    if (record.erased) return reply.code(410).send(error('erased'));
    const running = rooms.roomOf(recordingId)?.recorder.running();
    const playback = await play(
      { store, clock },
      { record, running },
      {
        ...(query.from ? { from: Date.parse(query.from) } : {}),
        ...(query.to ? { to: Date.parse(query.to) } : {}),
        follow: query.follow === '1',
        container: query.container ?? 'ogg',
      },
    );
    void reply
      .type(playback.contentType)
      .headers({ 'x-sound-from': iso(playback.from), 'cache-control': 'no-store' });
    const { length } = playback;
    if (length === undefined) return reply.send(playback.stream());
    void reply.header('accept-ranges', 'bytes');
    const range = rangeOf(request.headers.range, length);
    if (range === 'unsatisfiable') {
      return reply
        .code(416)
        .type('application/json')
        .header('content-range', `bytes */${length}`)
        .send(error('range'));
    }
    if (!range) return reply.header('content-length', length).send(playback.stream());
    return reply
      .code(206)
      .headers({
        'content-range': `bytes ${range.start}-${range.end}/${length}`,
        'content-length': range.end - range.start + 1,
      })
      .send(playback.stream(range));
  });

  return http;
}

function error(code: string, message = code) {
  return { error: { code, message } };
}

function notFound(reply: FastifyReply) {
  return reply.code(404).send(error('not-found'));
}

/** One range (RFC 9110 §14); several, or another unit, mean the whole. */
function rangeOf(
  header: string | undefined,
  length: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const last = length - 1;
  const start = match[1] === '' ? Math.max(0, length - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? last : Math.min(Number(match[2]), last);
  return start > end || start > last ? 'unsatisfiable' : { start, end };
}

function untilDrained(stream: NodeJS.WritableStream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    stream.once('drain', done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
