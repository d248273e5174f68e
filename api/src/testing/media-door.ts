// A media-server as the api meets it, without sound: the control door over real HTTP, with a journal that
// tests write and rooms that remember whose they are. What a real one does with sound is tested there.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { DeviceList, SoundFact } from '@achterwacht/shared/listen-in.ts';

export type MediaDoor = Awaited<ReturnType<typeof openMediaDoor>>;
type Unnumbered = SoundFact extends infer Fact
  ? Fact extends SoundFact
    ? Omit<Fact, 'number'>
    : never
  : never;
type Asked = { method: string; path: string; body: unknown; range: string | undefined };

export async function openMediaDoor() {
  const secret = randomBytes(32).toString('hex');
  let journal = randomUUID();
  let facts: SoundFact[] = [];
  const streams = new Set<ServerResponse>();
  const rooms = new Map<string, { alarmId: string | null; recordingId: string | null }>();
  const erased = new Set<string>();
  const asked: Asked[] = [];
  let devices: DeviceList['devices'] = [];
  let workers = 2;
  let isAway = false;
  let audio: Buffer = Buffer.alloc(0);

  const line = (value: object) => `${JSON.stringify(value)}\n`;
  const alive = () =>
    line({ type: 'alive', at: new Date().toISOString(), journal, last: facts.length });
  const beating = setInterval(() => streams.forEach((stream) => stream.write(alive())), 1_000);

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://media');
    const body = await text(request);
    const parsed: unknown = body === '' ? null : JSON.parse(body);
    if (isAway) return void response.destroy();
    if (request.headers.authorization !== `Bearer ${secret}`)
      return void response.writeHead(401).end();
    const question = `${request.method} ${pathname}`;
    asked.push({
      method: request.method ?? '',
      path: `${pathname}?${searchParams}`,
      body: parsed,
      range: request.headers.range,
    });
    const json = (value: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const [, id = '', act] =
      /^\/control\/(?:rooms|recordings)\/([^/]+)(?:\/(\w+))?$/.exec(pathname) ?? [];

    if (question === 'GET /control/facts') {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write(alive());
      const after = Number(searchParams.get('after'));
      for (const fact of facts) if (fact.number > after) response.write(line(fact));
      streams.add(response);
      response.once('close', () => streams.delete(response));
    } else if (question === 'GET /control/health') {
      json({
        workers: Array.from({ length: 2 }, (_, index) => ({
          pid: 1 + index,
          rooms: 0,
          alive: index < workers,
        })),
        workerBin: '/worker',
        rooms: rooms.size,
        listeners: 0,
        recording: 'ok',
      });
    } else if (question === 'GET /control/rooms') {
      json(
        [...rooms].map(([deviceId, room]) => ({
          deviceId,
          ...room,
          receiving: room.recordingId !== null,
          since: new Date().toISOString(),
        })),
      );
    } else if (question === 'PUT /control/devices') {
      ({ devices } = parsed as DeviceList);
      json({});
    } else if (act === 'assign' || act === 'release') {
      const { alarmId } = parsed as { alarmId: string };
      const room = rooms.get(id) ?? { alarmId: null, recordingId: null };
      rooms.set(id, act === 'assign' ? { ...room, alarmId } : { alarmId: null, recordingId: null });
      json({ recordingId: room.recordingId });
    } else if (request.method === 'DELETE') {
      erased.add(id);
      json({ erased: true });
    } else if (act === 'audio') {
      sendAudio(request, response);
    } else response.writeHead(404).end();
  }

  function sendAudio(request: IncomingMessage, response: ServerResponse): void {
    const headers = {
      'content-type': 'audio/ogg',
      'accept-ranges': 'bytes',
      'x-sound-from': '2026-03-02T08:00:00.000Z',
    };
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) return void response.writeHead(200, headers).end(audio);
    const part = audio.subarray(Number(from), Number(to) + 1);
    response
      .writeHead(206, { ...headers, 'content-range': `bytes ${from}-${to}/${audio.length}` })
      .end(part);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    secret,
    rooms,
    erased,
    asked,
    devices: () => devices,
    /** Writes a fact into the journal, and to whoever follows it. */
    tell(fact: Unnumbered): SoundFact {
      const told = { ...fact, number: facts.length + 1 };
      facts.push(told);
      if (told.type === 'sound-started')
        rooms.set(told.deviceId, {
          alarmId: rooms.get(told.deviceId)?.alarmId ?? null,
          recordingId: told.recordingId,
        });
      streams.forEach((stream) => stream.write(line(told)));
      return told;
    },
    /** Every fact once more, to whoever follows. */
    tellAgain: () => streams.forEach((stream) => facts.forEach((fact) => stream.write(line(fact)))),
    /** How many follow now. */
    followers: () => streams.size,
    breakStreams: () => streams.forEach((stream) => stream.destroy()),
    /** Its disk was lost: numbers begin again. */
    loseJournal(): void {
      journal = randomUUID();
      facts = [];
      streams.forEach((stream) => stream.destroy());
    },
    setWorkers: (count: number) => (workers = count),
    setAway(away: boolean): void {
      isAway = away;
      if (away) streams.forEach((stream) => stream.destroy());
    },
    setAudio: (bytes: Buffer) => (audio = bytes),
    async close(): Promise<void> {
      clearInterval(beating);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
