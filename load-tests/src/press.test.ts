// The press command: what goes in, what it says, the status to leave with. Once of each kind as a program,
// which must leave by itself; the rest in here, because starting a program costs more than a press.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checksum } from './button/dc09-frames.ts';
import { startSoundServer } from './button/test-sound-server.ts';
import { pressButton } from './press/press-button.ts';

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
  const said: string[] = [];
  const complaints: string[] = [];
  const status = await pressButton(args, buttonWith(credentials), {
    folder: import.meta.dirname,
    reportProgress: (sentence) => said.push(`${sentence}\n`),
    complain: (sentence) => complaints.push(`${sentence}\n`),
    lostPatience: () => new AbortController().signal,
  });
  return { printed: said.join(''), complaints: complaints.join(''), status };
}

async function pressByProgram(
  args: string[],
  credentials: object = {},
  env: Record<string, string> = {},
) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'press.ts'), ...args], {
    env: { ...process.env, ...env },
  });
  child.stdin.end(buttonWith(credentials));
  const [printed, complaints, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { printed, complaints, status };
}

/** Of which nothing has been heard yet. */
function buttonWith(credentials: object): string {
  frames.length = 0;
  const { port } = receiver.address() as AddressInfo;
  const button = { serial: '233', account: 'A0C1', keyHex: null, protocol: 'dc09' };
  return JSON.stringify({ ...button, host: '127.0.0.1', port, ...credentials });
}

test('says in Dutch that the press was acknowledged', async () => {
  const place = { latitude: 52, longitude: 4.5 };
  const { printed, status } = await pressByProgram(['--serial', '233'], place);
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
  const refused = await pressByProgram([], { account: 'BEEF' });
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
  [['--audio', 'speech.opus']],
  [['--sound', 'rtp']],
  [['--codec', 'pcmu']],
  [['--loud']],
])('a wrong line is said and nothing is sent: %j', async (args) => {
  const { status, complaints } = await press(args);
  expect(status).toBe(2);
  expect(complaints.trim().split('\n')).toHaveLength(1);
  expect(frames).toEqual([]);
});

test('a wrong line is said by the program', async () => {
  const { status, printed, complaints } = await pressByProgram(['--loud']);
  expect(status).toBe(2);
  expect(printed).toBe('');
  expect(complaints).toContain("Unknown option '--loud'");
});

describe('with sound', () => {
  const token = 'Zm9yLXRlc3RzLW9ubHk';
  let server: Awaited<ReturnType<typeof startSoundServer>>;
  beforeAll(async () => {
    server = await startSoundServer(token);
  });
  afterAll(() => server.close());

  const button = (given = token) => ({
    sound: { token: given, whipUrl: server.whipUrl, rtpUrl: server.rtpUrl },
  });

  test('presses, speaks, hangs up, and says that nothing audible came back', async () => {
    const before = server.talks.length;
    const { printed, status } = await pressByProgram(['--seconds', '0.5'], button());
    expect(status).toBe(0);
    expect(printed).toMatch(/^knop 233 ingedrukt, bevestigd na \d+ ms$/m);
    expect(printed).toMatch(/^knop 233 zendt geluid \(WHIP, Opus\), verbonden na \d+ ms$/m);
    expect(printed).toMatch(/^knop 233: 1 s geluid gezonden \(25 pakketten\), niets hoorbaars/m);
    expect(frames).toHaveLength(1);
    expect(server.talks).toHaveLength(before + 1);
    expect(server.talks.at(-1)).toMatchObject({ hasHungUp: true });
    expect(server.talks.at(-1)?.heard).toHaveLength(25);
  });

  test('by WHIP alone, the sound is the press', async () => {
    const args = ['--protocol', 'whip', '--seconds', '0.2', '--json'];
    const { printed, status } = await press(args, button());
    expect(JSON.parse(printed)).toMatchObject({
      serial: '233',
      sequence: null,
      acknowledged: true,
      sound: { way: 'whip', codec: 'opus', accepted: true, packets: 10, arrived: { media: 0 } },
    });
    expect(status).toBe(0);
    expect(frames).toEqual([]);
  });

  test('by SRTP, a WAV as PCMU, from where the person stands', async () => {
    const wav = '../audio/speech-g711.wav';
    const args = ['--sound', 'rtp', '--audio', wav, '--seconds', '0.2', '--json'];
    const { printed } = await pressByProgram(args, button(), {
      ACHTERWACHT_CWD: import.meta.dirname,
    });
    expect(JSON.parse(printed)).toMatchObject({
      acknowledged: true,
      sound: { way: 'rtp', codec: 'pcmu', accepted: true, packets: 10, seconds: 0.2 },
    });
    expect(server.talks.at(-1)?.offer).toContain('AES_CM_128_HMAC_SHA1_80');
  });

  test.each([
    ['rtp', 'pcma', 8],
    ['whip', 'pcmu', 0],
  ])('by %s as %s, without a file of its own', async (way, codec, payloadType) => {
    const args = ['--sound', way, '--codec', codec, '--seconds', '0.2', '--json'];
    const { printed, status } = await press(args, button());
    expect(JSON.parse(printed)).toMatchObject({ sound: { way, codec, packets: 10 } });
    expect(server.talks.at(-1)?.heard.at(-1)).toMatchObject({ payloadType });
    expect(status).toBe(0);
  });

  test('is silent when told, and when it is only a test', async () => {
    const before = server.talks.length;
    expect((await press(['--silent'], button())).status).toBe(0);
    expect((await press(['--test'], button())).status).toBe(0);
    expect(server.talks).toHaveLength(before);
  });

  test('leaves with a failure when its sound is refused, though the press was not', async () => {
    const { printed, status } = await press(['--seconds', '0.2'], button('another'));
    expect(printed).toMatch(/^knop 233 ingedrukt, bevestigd/m);
    expect(printed).toMatch(/^knop 233 zendt geen geluid: POST \/whip: refused with 401$/m);
    expect(status).toBe(1);
  });

  describe('at a centre that has none now', () => {
    const frontDoor = createHttpServer((_request, response) => {
      const error = { code: 'no-sound', message: '', details: {} };
      response.writeHead(503).end(JSON.stringify({ error }));
    });
    const withoutSound = () => {
      const { port } = frontDoor.address() as AddressInfo;
      const whipUrl = `http://127.0.0.1:${port}/whip`;
      return { sound: { token, whipUrl, rtpUrl: `http://127.0.0.1:${port}/rtp` } };
    };
    const sentence = 'knop 233 zendt geen geluid: deze centrale heeft nu geen geluid';
    beforeAll(async () => {
      frontDoor.listen(0, '127.0.0.1');
      await once(frontDoor, 'listening');
    });
    afterAll(() => new Promise((resolve) => frontDoor.close(resolve)));

    test('the press is what was asked, and is done', async () => {
      const { printed, status } = await press(['--seconds', '0.2'], withoutSound());
      expect(printed).toMatch(/^knop 233 ingedrukt, bevestigd/m);
      expect(printed).toContain(`${sentence}\n`);
      expect(status).toBe(0);
    });

    test.each([[['--protocol', 'whip']], [['--sound', 'rtp']]])(
      'what had to be heard was not: %j',
      async (args) => {
        const { printed, status } = await press([...args, '--seconds', '0.2'], withoutSound());
        expect(printed).toContain(`${sentence}\n`);
        expect(status).toBe(1);
      },
    );
  });

  test.each([
    [['--sound', 'sip']],
    [['--silent', '--audio', 'speech.opus']],
    [['--silent', '--codec', 'pcma']],
    [['--codec', 'g722']],
    [['--codec', 'pcmu', '--audio', 'speech.opus']],
    [['--protocol', 'whip', '--sound', 'rtp']],
    [['--audio', 'nowhere.opus']],
  ])('a wrong line is said and nobody is alarmed: %j', async (args) => {
    const before = server.talks.length;
    const { status, complaints } = await press(args, button());
    expect(status).toBe(2);
    expect(complaints.trim().split('\n')).toHaveLength(1);
    expect(frames).toEqual([]);
    expect(server.talks).toHaveLength(before);
  });
});
