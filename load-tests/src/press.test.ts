// The press command as a program: what goes in, what it prints, how it leaves.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checksum } from './button/dc09-frames.ts';

const frames: string[] = [];
const receiver = createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    const frame = chunk.toString('latin1').trim();
    frames.push(frame);
    const [, sequence = '', account = ''] = /"(\d{4})R1L0#([0-9A-F]+)/.exec(frame) ?? [];
    const type = account === 'BEEF' ? 'DUH' : 'ACK';
    const body = `"${type}"${sequence}R1L0#${account}[]`;
    const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');
    socket.write(`\n${hex(checksum(Buffer.from(body)))}${hex(body.length)}${body}\r`);
  });
});

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
});
afterAll(() => new Promise((resolve) => receiver.close(resolve)));

async function press(args: string[], credentials: object = {}) {
  frames.length = 0;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'press.ts'), ...args]);
  const { port } = receiver.address() as AddressInfo;
  const button = { serial: '233', account: 'A0C1', keyHex: null, protocol: 'dc09' };
  child.stdin.end(JSON.stringify({ ...button, host: '127.0.0.1', port, ...credentials }));
  const [printed, complaints, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { printed, complaints, status };
}

test('says in Dutch that the press was acknowledged', async () => {
  const { printed, status } = await press(['--serial', '233'], { latitude: 52, longitude: 4.5 });
  expect(printed).toMatch(/^knop 233 ingedrukt, bevestigd na \d+ ms\n$/);
  expect(status).toBe(0);
  expect(frames).toHaveLength(1);
  expect(frames[0]).toMatch(
    /"SIA-DCS"\d{4}R1L0#A0C1\[#A0C1\|Nri1\/PA001\]\[X004E30\.0000\]\[Y52N00\.0000\]_/,
  );
});

test('says it in JSON', async () => {
  const { printed, status } = await press(['--json', '--code', '120', '--lat', '-1', '--lon', '5']);
  expect(JSON.parse(printed)).toEqual({
    serial: '233',
    sequence: expect.any(Number) as number,
    acknowledged: true,
    reply: expect.stringContaining('"ACK"') as string,
    milliseconds: expect.any(Number) as number,
  });
  expect(status).toBe(0);
  expect(frames[0]).toMatch(/"ADM-CID"\d{4}R1L0#A0C1\[#A0C1\|1120 01 001\]\[X005E00.*\[Y01S00/);
});

test('a test press is no panic', async () => {
  const { printed } = await press(['--test']);
  expect(printed).toMatch(/^knop 233 getest, bevestigd/);
  expect(frames[0]).toContain('Nri1/RX001');
});

test('encrypts with the key it is given, unless told to be plain', async () => {
  const key = { keyHex: '30313233343536373839414243444546' };
  const encrypted = await press(['--retry-seconds', '0.05'], key);
  // This receiver answers in clear, which anybody could do.
  expect(frames[0]).toMatch(/"\*SIA-DCS"\d{4}R1L0#A0C1\[[0-9A-F]{32,}$/);
  expect(encrypted.status).toBe(1);
  await press(['--plain'], key);
  expect(frames[0]).toContain('"SIA-DCS"');
});

test('leaves with a failure when refused, and says the answer', async () => {
  const refused = await press([], { account: 'BEEF' });
  expect(refused.printed).toBe('knop 233 ingedrukt, niet bevestigd: antwoord DUH na 1 poging\n');
  expect(refused.status).toBe(1);
});

test('leaves with a failure when nobody listens', async () => {
  const nobody = await press(['--retry-seconds', '0.01'], { port: 1 });
  expect(nobody.printed).toBe('knop 233 ingedrukt, niet bevestigd: geen antwoord na 3 pogingen\n');
  expect(nobody.status).toBe(1);
});

test.each([
  [['--encrypted']],
  [['--encrypted', '--plain']],
  [['--lat', '52']],
  [['--lat', 'x', '--lon', '4']],
  [['--code', 'panic']],
  [['--protocol', 'whip']],
  [['--loud']],
])('a wrong line is said and nothing is sent: %j', async (args) => {
  const { status, complaints } = await press(args);
  expect(status).toBe(2);
  expect(complaints.trim().split('\n')).toHaveLength(1);
  expect(frames).toEqual([]);
});
