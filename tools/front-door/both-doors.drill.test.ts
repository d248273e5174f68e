// The two front doors side by side: ours, and a real Caddy with the file that containers get. Whatever somebody asks, the
// same program answers, told the same of who asks. Skipped by name where there is no Caddy (Debian has one).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectFolder } from '../instance/settings.ts';
import { waitUntil } from '../processes/child.ts';
import { findOnPath } from '../processes/find-on-path.ts';
import { testPort } from '../testing/ports.ts';
import { openFrontDoor } from './open-front-door.ts';

const caddyProgram = findOnPath('caddy');
const closing: (() => unknown)[] = [];
const doors = { ours: '', caddy: '' };
/** What reached a program; undefined where the door ended the connection. */
type Seen = { program: string; url: string; headers: Record<string, string | undefined> };

describe.skipIf(!caddyProgram)('F7 both front doors (skipped where there is no Caddy)', () => {
  beforeAll(async () => {
    const [api, media, pages] = [
      await program('api'),
      await program('media'),
      await program('console'),
    ];
    const door = await openFrontDoor({
      bind: '127.0.0.1',
      port: 0,
      publicProtocol: 'http',
      apiTargets: [api],
      consoleTarget: pages,
      mediaTarget: media,
    });
    closing.push(door.close);
    doors.ours = `http://127.0.0.1:${(door.server.address() as AddressInfo).port}`;
    doors.caddy = await startCaddy({ '8081': api, '8082': media, '3000': pages });
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  test.each([
    '/',
    '/p',
    '/api',
    '/api/board?x=1',
    '/apiary',
    '/healthz',
    '/readyz',
    '/readyz/',
    '/metrics',
    '/metrics?x',
    '/metricsx',
    '/socket.io/?EIO=4',
    '/whip',
    '/whip/1/events',
    '/rtp/1',
    '/listen-in/?EIO=4',
    '/_app/immutable/entry/start.js',
    '/.git/config',
    '/deploy/secrets/redis',
  ])('%s', async (url) => {
    const [ours, caddys] = [await ask(doors.ours, url), await ask(doors.caddy, url)];
    expect(caddys).toMatchObject({ program: ours?.program, url: ours?.url });
    expect(ours?.url).toBe(url);
  });

  test.each<[string, Record<string, string>]>([
    ['an address made up', { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' }],
    ['one that the door is to take away', { connection: 'close, x-forwarded-for' }],
    ['another scheme and name', { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'localhost' }],
  ])('%s is not handed on', async (_what, headers) => {
    for (const door of Object.values(doors)) {
      const seen = await ask(door, '/metrics', { host: 'centre.example', ...headers });
      expect(seen?.headers).toMatchObject({
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
        'x-forwarded-host': 'centre.example',
      });
    }
  });

  test.each(['/', '/console', '/api/board', '/socket.io/?EIO=4'])(
    'an upgrade of %s',
    async (url) => {
      const headers = { connection: 'Upgrade', upgrade: 'websocket' };
      const [ours, caddys] = [
        await ask(doors.ours, url, headers),
        await ask(doors.caddy, url, headers),
      ];
      expect(caddys?.program).toBe(ours?.program);
      expect(ours?.program === undefined).toBe(/^\/(console)?$/.test(url));
    },
  );
});

async function startCaddy(ports: Record<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'achterwacht-caddy-'));
  const port = await testPort();
  const file = join(folder, 'Caddyfile');
  const asDeployed = readFileSync(join(projectFolder, 'deploy/Caddyfile'), 'utf8');
  const here = Object.entries(ports).reduce(
    (text, [from, to]) => text.replaceAll(`127.0.0.1:${from}`, new URL(to).host),
    asDeployed
      .replace('{$ACHTERWACHT_DOMAIN}', `http://:${port}`)
      .replace(/^\{$/m, '{\n\tadmin off')
      // Of Debian's older make, which has no list of codes there.
      .replace(/handle_errors [\d ]+/, 'handle_errors '),
  );
  writeFileSync(file, here);
  const caddy = spawn(caddyProgram ?? '', ['run', '--config', file, '--adapter', 'caddyfile'], {
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: 'ignore',
  });
  closing.push(async () => {
    const ended = once(caddy, 'exit');
    caddy.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const address = `http://127.0.0.1:${port}`;
  await waitUntil('Caddy', async () => (await ask(address, '/')) !== undefined, {
    withinMilliseconds: 20_000,
  });
  return address;
}

/** Tells what it was asked, also of a wish to upgrade. */
async function program(name: string): Promise<string> {
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ program: name, url, headers }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function ask(door: string, path: string, headers: Record<string, string> = {}) {
  return new Promise<Seen | undefined>((resolve) => {
    const request = httpRequest(door, { path, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () =>
        resolve(text.startsWith('{') ? (JSON.parse(text) as Seen) : undefined),
      ); // the program's own words
    });
    request.on('error', () => resolve(undefined));
    request.end();
  });
}
