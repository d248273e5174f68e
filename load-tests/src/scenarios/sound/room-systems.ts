// The two systems of the `rooms` scenario behind one face: the product's media-server on its own, asked
// as the api asks it, and bare mediasoup. Each with as many workers, on ports of its own.
import { fork, spawn } from 'node:child_process';
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenInPath } from '@achterwacht/shared/listen-in/desk.ts';
import { io } from 'socket.io-client';
import { findFreePort, findFreePorts } from '../../../../tools/instance/ports.ts';
import { Ear, type TransportParameters } from '../../harness/sound/ear.ts';

export type RoomSystem = {
  name: string;
  pid: number;
  origin: string;
  rtpUrl: string;
  /** A room's device credential, by the room's number. */
  tokens: readonly string[];
  /** A listener to these rooms, by number; each of them must be sounding. */
  listen: (rooms: readonly number[]) => Promise<Ear[]>;
  /** What the recordings hold once all devices hung up. */
  kept: () => Promise<{ packets: number; lost: number }>;
  stop: () => Promise<void>;
};

export type RoomOptions = { rooms: number; workers: number; workerBin: string };

const projectFolder = join(import.meta.dirname, '../../../..');

/** One for each room, and some that others may take meanwhile. */
async function rtpPorts(rooms: number): Promise<string> {
  const count = rooms + 20;
  const first = await findFreePorts(count);
  return `${first}-${first + count - 1}`;
}

export async function startBareRooms({ rooms, workers, workerBin }: RoomOptions) {
  const program = join(import.meta.dirname, '../../floors/rooms-floor.ts');
  const child = fork(program, [String(workers), await rtpPorts(rooms)], {
    env: { ...process.env, MEDIASOUP_WORKER_BIN: workerBin },
  });
  const port = await Promise.race([
    once(child, 'message').then(([sent]) => sent as number),
    once(child, 'exit').then((): never => {
      throw new Error('bare mediasoup did not start');
    }),
  ]);
  const origin = `http://127.0.0.1:${port}`;
  const ask = async <Answer>(path: string, body: object): Promise<Answer> => {
    const response = await fetch(origin + path, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`bare mediasoup: ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  const system: RoomSystem = {
    name: 'mediasoup + tap',
    pid: child.pid ?? 0,
    origin,
    rtpUrl: `${origin}/rtp`,
    tokens: Array.from({ length: rooms }, () => 'none'),
    listen: async (numbers) => {
      const { id, transports } = await ask<{ id: string; transports: TransportParameters[] }>(
        '/listener',
        {},
      );
      const ears = await Promise.all(
        transports.map((transport, station) =>
          Ear.open(transport, async (dtlsParameters) => {
            await ask('/connect', { id, station, dtlsParameters });
          }),
        ),
      );
      for (const room of numbers) await ask('/listen', { id, room });
      return ears;
    },
    // A tap that lost a packet does not know it; the scenario compares with what was sent.
    kept: async () => ({ ...(await ask<{ packets: number }>('/kept', {})), lost: 0 }),
    stop: async () => {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
  return system;
}

export async function startMediaServer(options: RoomOptions): Promise<RoomSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'achterwacht-rooms-'));
  const secrets = { control: secret(), listenIn: secret(), recordings: secret() };
  await mkdir(join(folder, 'keys'));
  await writeFile(join(folder, 'keys/media-control.secret'), secrets.control);
  await writeFile(join(folder, 'keys/listen-in.key'), secrets.listenIn);
  await writeFile(join(folder, 'keys/recordings.key'), secrets.recordings);
  const [httpPort, controlPort] = [await findFreePort(), await findFreePort()];
  // The kernel ends it when this process is gone, however that went.
  const program = [process.execPath, join(projectFolder, 'media-server/src/main.ts')];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...program], {
    env: {
      ...process.env,
      ACHTERWACHT_KEYS: join(folder, 'keys'),
      ACHTERWACHT_DATA: folder,
      ACHTERWACHT_BIND: '127.0.0.1',
      ACHTERWACHT_MEDIA_HTTP_PORT: String(httpPort),
      ACHTERWACHT_MEDIA_CONTROL_PORT: String(controlPort),
      ACHTERWACHT_MEDIA_PORT: String(await findFreePorts(options.workers)),
      ACHTERWACHT_RTP_PORTS: await rtpPorts(options.rooms),
      ACHTERWACHT_MEDIA_WORKERS: String(options.workers),
      MEDIASOUP_WORKER_BIN: options.workerBin,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const origin = `http://127.0.0.1:${httpPort}`;
  const control = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`http://127.0.0.1:${controlPort}/control/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secrets.control}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`the media-server: ${method} ${path}: ${response.status}`);
    return (await response.json().catch(() => ({}))) as Answer;
  };
  const stop = async (): Promise<void> => {
    const exited = child.exitCode === null ? once(child, 'exit') : null;
    // Nobody needs what it still has to say.
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };

  const until = performance.now() + 15_000;
  while (!(await control('GET', 'health').catch(() => null))) {
    if (performance.now() > until || child.exitCode !== null) {
      await stop();
      throw new Error('the media-server did not start');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const devices = Array.from({ length: options.rooms }, () => ({
    deviceId: randomUUID(),
    alarmId: randomUUID(),
    token: secret(),
  }));
  await control('PUT', 'devices', {
    devices: devices.map(({ deviceId, token }) => ({ deviceId, tokenSha256: sha256(token) })),
  });
  for (const { deviceId, alarmId } of devices) {
    await control('POST', `rooms/${deviceId}/assign`, { alarmId });
  }
  return {
    name: 'achterwacht',
    pid: child.pid ?? 0,
    origin,
    rtpUrl: `${origin}/rtp`,
    tokens: devices.map(({ token }) => token),
    listen: async (numbers) => {
      const rooms = numbers.map((number) => devices[number]?.deviceId ?? '');
      return [await joinRooms(origin, secrets.listenIn, rooms)];
    },
    kept: async () => {
      const recordings = await control<{ recordingId: string | null }[]>('GET', 'rooms');
      for (const { deviceId, alarmId } of devices) {
        await control('POST', `rooms/${deviceId}/release`, { alarmId });
      }
      const sum = { packets: 0, lost: 0 };
      for (const { recordingId } of recordings) {
        if (recordingId === null) continue;
        const { segments } = await control<{
          segments: { packets: number; lostPackets: number }[];
        }>('GET', `recordings/${recordingId}`);
        for (const { packets, lostPackets } of segments) {
          sum.packets += packets;
          sum.lost += lostPackets;
        }
      }
      return sum;
    },
    stop,
  };
}

/** One desk: a sound socket, a transport, and a join for each room. */
async function joinRooms(origin: string, key: string, rooms: readonly string[]): Promise<Ear> {
  const listener = randomUUID();
  const socket = io(origin, {
    path: listenInPath,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: { token: tokenOf(key, { sub: listener, act: 'connect' }) },
  });
  const ask = async <Answer>(name: string, request: object): Promise<Answer> => {
    const answer = (await socket.timeout(10_000).emitWithAck(name, request)) as { ok: boolean };
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer as Answer;
  };
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('connect_error', reject);
  });
  const { routerRtpCapabilities: rtpCapabilities, transport } = await ask<{
    routerRtpCapabilities: object;
    transport: TransportParameters;
  }>('transport', {});
  const ear = await Ear.open(transport, async (dtlsParameters) => {
    await ask('connect-transport', { dtlsParameters });
  });
  for (const room of rooms) {
    const right = { alarmId: randomUUID(), version: 1 };
    const token = tokenOf(key, { sub: listener, act: 'listen', room, right });
    const { consumer } = await ask<{ consumer: object | null }>('join', { token, rtpCapabilities });
    if (consumer === null) throw new Error('a room that should sound does not');
  }
  // The socket lives as long as the ear: without it the server forgets the listener.
  const close = ear.close.bind(ear);
  ear.close = async () => {
    socket.disconnect();
    await close();
  };
  return ear;
}

/** A token as the api makes them (JWT, HS256). */
function tokenOf(
  key: string,
  claims: { sub: string; act: string; room?: string; right?: { alarmId: string; version: number } },
): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const iat = Math.floor(Date.now() / 1000);
  const payload = { ...claims, aud: 'listen-in', jti: randomUUID(), iat, exp: iat + 60 };
  const signed = `${part({ alg: 'HS256' })}.${part(payload)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

function secret(): string {
  return randomBytes(32).toString('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
