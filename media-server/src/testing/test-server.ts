// The real program in a process of its own, with folders, ports and secrets of its own, asked as the api
// asks it. It dies with the test that started it.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SignJWT } from 'jose';
import {
  assignAnswer,
  mediaHealth,
  recording,
  roomList,
  type MediaHealth,
  type Recording,
} from '@achterwacht/shared/listen-in/control.ts';
import { factLine, type SoundFact } from '@achterwacht/shared/listen-in/facts.ts';
import type { Right } from '@achterwacht/shared/listen-in/tokens.ts';
import { dyingWithParent } from '../../../tools/processes/child.ts';
import { testPort, testPorts } from '../../../tools/testing/ports.ts';

const serverFolder = join(import.meta.dirname, '../..');
const rtpPortCount = 20;
/** A second, on a machine that has nothing else to do. */
const startMilliseconds = 50_000;

export type TestDevice = { deviceId: string; token: string };

export type TestServer = {
  origin: string;
  folder: string;
  env: Record<string, string>;
  pid: () => number;
  /** Gives each a credential, the way the api does. */
  addDevices: (count: number) => Promise<TestDevice[]>;
  /** The api's way in; the body is parsed where it is JSON. */
  control: (method: string, path: string, body?: object) => Promise<Response>;
  health: () => Promise<MediaHealth>;
  rooms: () => Promise<ReturnType<typeof roomList.parse>>;
  recording: (recordingId: string) => Promise<Recording>;
  /** Sound of it is kept unless told otherwise. */
  assign: (deviceId: string, alarmId: string, keeps?: boolean) => Promise<string | null>;
  /** All facts so far, and as they come. */
  facts: () => readonly SoundFact[];
  untilFact: <Type extends SoundFact['type']>(
    type: Type,
    matching?: (fact: Extract<SoundFact, { type: Type }>) => boolean,
  ) => Promise<Extract<SoundFact, { type: Type }>>;
  sign: (claims: Record<string, unknown>, key?: string) => Promise<string>;
  connectToken: (listenerId: string) => Promise<string>;
  prepareToken: (listenerId: string, room: string) => Promise<string>;
  /** By a right of an alarm of its own, unless told by which. */
  joinToken: (listenerId: string, room: string, right?: Right) => Promise<string>;
  /** kill -9, and the same folders again. */
  killAndRestart: () => Promise<void>;
  /** Asks it to stop; resolves with its exit status. */
  terminate: () => Promise<number | null>;
  /** Everything it printed. */
  log: () => string;
  close: () => Promise<void>;
};

export async function startServer(
  workerBin: string,
  options: { workers?: number; env?: Record<string, string> } = {},
): Promise<TestServer> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-sound-'));
  mkdirSync(join(folder, 'keys'));
  const secrets = { control: secret(), listenIn: secret(), recordings: secret() };
  writeFileSync(join(folder, 'keys/media-control.secret'), secrets.control);
  writeFileSync(join(folder, 'keys/listen-in.key'), secrets.listenIn);
  writeFileSync(join(folder, 'keys/recordings.key'), secrets.recordings);
  const workers = options.workers ?? 1;
  const rtpPort = await testPorts(rtpPortCount);
  const [httpPort, controlPort] = [await testPort(), await testPort()];
  const env = {
    ACHTERWACHT_KEYS: join(folder, 'keys'),
    ACHTERWACHT_DATA: folder,
    ACHTERWACHT_MEDIA_HTTP_PORT: String(httpPort),
    ACHTERWACHT_MEDIA_CONTROL_PORT: String(controlPort),
    ACHTERWACHT_MEDIA_PORT: String(await testPorts(workers)),
    ACHTERWACHT_RTP_PORTS: `${rtpPort}-${rtpPort + rtpPortCount - 1}`,
    ACHTERWACHT_MEDIA_WORKERS: String(workers),
    MEDIASOUP_WORKER_BIN: workerBin,
    LOG_LEVEL: 'info',
    ...options.env,
  };
  const controlUrl = `http://127.0.0.1:${controlPort}`;
  const devices: TestDevice[] = [];
  const facts: SoundFact[] = [];
  const waiting = new Set<() => void>();
  const log: string[] = [];
  let child = await launch(env, controlUrl, secrets.control, log);
  let reading = new AbortController();

  const control: TestServer['control'] = (method, path, body) =>
    fetch(`${controlUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secrets.control}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });

  async function readFacts(signal: AbortSignal): Promise<void> {
    const response = await fetch(`${controlUrl}/control/facts?after=${facts.at(-1)?.number ?? 0}`, {
      headers: { authorization: `Bearer ${secrets.control}` },
      signal,
    });
    if (!response.body) return;
    let rest = '';
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const read = factLine.parse(JSON.parse(line));
        if (read.type === 'alive') continue;
        facts.push(read);
        for (const look of waiting) look();
      }
    }
  }
  // It ends with the server, or with the test.
  const follow = () => void readFacts(reading.signal).catch(() => undefined);
  follow();
  /** One list at a time: an older one that comes last would put devices out again. */
  let listsSent: Promise<unknown> = Promise.resolve();

  const sign: TestServer['sign'] = (claims, key = secrets.listenIn) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(key));
  const common = (listenerId: string) => {
    const iat = Math.floor(Date.now() / 1000);
    return { aud: 'listen-in', sub: listenerId, jti: randomUUID(), iat, exp: iat + 60 };
  };

  return {
    origin: `http://127.0.0.1:${httpPort}`,
    folder,
    env,
    pid: () => child.pid ?? 0,
    addDevices: async (count) => {
      const added = Array.from({ length: count }, () => ({
        deviceId: randomUUID(),
        token: randomBytes(32).toString('base64url'),
      }));
      devices.push(...added);
      const list = devices.map(({ deviceId, token }) => ({
        deviceId,
        tokenSha256: createHash('sha256').update(token).digest('hex'),
      }));
      listsSent = listsSent.then(() => control('PUT', '/control/devices', { devices: list }));
      await listsSent;
      return added;
    },
    control,
    health: async () => mediaHealth.parse(await (await control('GET', '/control/health')).json()),
    rooms: async () => roomList.parse(await (await control('GET', '/control/rooms')).json()),
    recording: async (recordingId) =>
      recording.parse(await (await control('GET', `/control/recordings/${recordingId}`)).json()),
    assign: async (deviceId, alarmId, keeps = true) => {
      const asked = { alarmId, keeps };
      const answer = await control('POST', `/control/rooms/${deviceId}/assign`, asked);
      return assignAnswer.parse(await answer.json()).recordingId;
    },
    facts: () => facts,
    untilFact: (type, matching = () => true) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = facts.find(
            // narrowed by its type, which TypeScript does not follow through a parameter
            (fact) =>
              fact.type === type && matching(fact as Extract<SoundFact, { type: typeof type }>),
          );
          if (!found) return;
          done();
          resolve(found as Extract<SoundFact, { type: typeof type }>);
        };
        const patience = setTimeout(() => {
          done();
          const lastFacts = facts
            .slice(-6)
            .map((fact) => JSON.stringify(fact))
            .join('\n');
          reject(
            new Error(`no ${type} came; there were:\n${lastFacts}\n${log.slice(-4).join('\n')}`),
          );
        }, 30_000);
        const done = () => {
          clearTimeout(patience);
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
    sign,
    connectToken: (listenerId) => sign({ ...common(listenerId), act: 'connect' }),
    prepareToken: (listenerId, room) => sign({ ...common(listenerId), act: 'prepare', room }),
    joinToken: (listenerId, room, right = { alarmId: randomUUID(), version: 1 }) =>
      sign({ ...common(listenerId), act: 'listen', room, right }),
    killAndRestart: async () => {
      const gone = untilGone(child);
      child.kill('SIGKILL');
      await gone;
      reading.abort();
      reading = new AbortController();
      child = await launch(env, controlUrl, secrets.control, log);
      follow();
    },
    terminate: async () => {
      const gone = untilGone(child);
      child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
    log: () => log.join('\n'),
    close: async () => {
      reading.abort();
      const gone = untilGone(child);
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(
  env: Record<string, string>,
  controlUrl: string,
  controlSecret: string,
  log: string[],
): Promise<ChildProcess> {
  const { command, args } = dyingWithParent('KILL', process.execPath, [
    join(serverFolder, 'src/main.ts'),
  ]);
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => log.push(line));
  }
  const headers = { authorization: `Bearer ${controlSecret}` };
  for (const until = performance.now() + startMilliseconds; performance.now() < until;) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${controlUrl}/control/health`, { headers }).catch(() => undefined);
    if (answer?.ok) return child;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  throw new Error(`the media-server did not start:\n${log.slice(-20).join('\n')}`);
}

function untilGone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

function secret(): string {
  return randomBytes(32).toString('hex');
}
