// The simulated button against published frames and against a receiver that somebody else wrote: a
// simulator that only our own receiver understands would prove nothing.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Dc09Button } from './dc09-button.ts';
import { checksum, encodeFrame, positionFields, readAnswer } from './dc09-frames.ts';

const key128 = Buffer.from('0123456789ABCDEF');
const key192 = Buffer.from('0123456789ABCDEF01234567');
const key256 = Buffer.from('0123456789ABCDEF0123456789ABCDEF');
const time = new Date('2026-11-21T20:15:00Z');
const position = positionFields(52.370217, 4.895168);
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const line = (frame: Buffer): string => frame.toString('latin1').slice(1, -1);

describe('writes the published frames, to the byte', () => {
  test('checksum', () => {
    expect(checksum(Buffer.from('123456789'))).toBe(0xbb3d);
  });

  const panic = { id: 'SIA-DCS', account: 'A0C1', data: 'Nri1/PA017' } as const;
  const numbered = { account: 'A0C1', receiver: '1' } as const;
  const rows: [string, Parameters<typeof encodeFrame>[0], string][] = [
    ['panic', { ...panic, sequence: 17 }, 'CFD40026"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017]'],
    [
      'panic with position and time',
      { ...panic, ...numbered, sequence: 18, extended: position, time },
      '64190057"SIA-DCS"0018R1L0#A0C1[#A0C1|Nri1/PA017][X004E53.7101][Y52N22.2130]_20:15:00,11-21-2026',
    ],
    [
      'Contact ID',
      { ...numbered, id: 'ADM-CID', sequence: 19, data: '1101 01 017' },
      'B8B50029"ADM-CID"0019R1L0#A0C1[#A0C1|1101 01 017]',
    ],
    [
      'link test',
      { ...numbered, id: 'NULL', sequence: 0, data: '' },
      'DC1A0015"NULL"0000R1L0#A0C1[]',
    ],
    [
      'AES-128',
      {
        ...panic,
        account: 'E128',
        receiver: '1',
        sequence: 21,
        extended: position,
        time,
        key: key128,
        pad: 'k3Zq9vT1x7Lm2Wc',
      },
      '74BA00B8"*SIA-DCS"0021R1L0#E128[7DCB939AE413AF8567FF7045413AC57B64EEFD07A7D4EA7C8C5B49DD76AB6649213BAD61B0173C233CAA4E871B459A5611C8761638AB938B64F7A139BE2CD7C0917F29D1228C2990F2934435DDCEDCB9',
    ],
    [
      'AES-192',
      {
        id: 'ADM-CID',
        account: 'E192',
        sequence: 22,
        data: '1101 01 017',
        time,
        key: key192,
        pad: 'k3Zq9vT1x',
      },
      '9D580076"*ADM-CID"0022L0#E192[B1145B5BD9B58DF4DDFC2D7167A2EB5BF44208310478A27567C8E0FCFE6AED2770E7C70A93994FD9D9277E32E8B4FBBC',
    ],
    [
      'AES-256',
      { id: 'NULL', account: 'E256', sequence: 0, data: '', time, key: key256, pad: 'k3Zq9vT1x7' },
      'A2720053"*NULL"0000L0#E256[840C9F0F6B53174BB0C9ADD185F4F3158681C2BAC9AE6C175342B1CD0F5FFCDA',
    ],
  ];
  test.each(rows)('%s', (_name, parts, published) => {
    expect(line(encodeFrame(parts))).toBe(published);
  });

  test('every hemisphere, and minutes that round up to the next degree', () => {
    expect(positionFields(-34.6037, -58.38)).toEqual(['X058W22.8000', 'Y34S36.2220']);
    expect(positionFields(51.9999999, 4.0000001)).toEqual(['X004E00.0000', 'Y52N00.0000']);
  });
});

describe('reads published answers', () => {
  const read = (text: string, key?: Uint8Array) => readAnswer(Buffer.from(`\n${text}\r`), key);

  test('plain', () => {
    expect(read('C95D0012"ACK"0017L0#A0C1[]')).toMatchObject({ type: 'ACK', sequence: 17 });
    expect(read('F7830012"DUH"0017L0#A0C1[]')).toMatchObject({ type: 'DUH', sequence: 17 });
    expect(read('49EB0025"NAK"0000R0L0A0[]_20:15:00,11-21-2026')).toMatchObject({
      type: 'NAK',
      time,
    });
  });

  test('encrypted, with the key only', () => {
    const sealed =
      '01C70054"*ACK"0021R1L0#E128[39060389CE10D1238C0D6AE208DDD8A4F8F4643FECEAA629C6BF0832936869AE';
    expect(read(sealed, key128)).toMatchObject({ type: 'ACK', sequence: 21, time });
    expect(read(sealed, Buffer.from('FEDCBA9876543210')).type).toBe('unreadable');
    expect(read(sealed).type).toBe('unreadable');
  });

  test('not one with a wrong checksum or length', () => {
    expect(read('C95E0012"ACK"0017L0#A0C1[]').type).toBe('unreadable');
    expect(read('C95D0013"ACK"0017L0#A0C1[]').type).toBe('unreadable');
    expect(read('hello').type).toBe('unreadable');
  });
});

// The part of iobroker.sia that is used here: its receiver, without the adapter around it.
type HeardMessage = {
  id: string;
  act: string;
  data_message: string;
  data_extended: string;
  ts: string;
};
type ForeignReceiver = {
  servertcp: Server;
  setAccounts: (
    accounts: { accountnumber: string; aes: boolean; hex: boolean; password: string }[],
  ) => void;
  serverStartTCP: () => void;
  on: (event: 'sia', listener: (heard?: HeardMessage, problem?: string) => void) => void;
};

async function startForeignReceiver() {
  const require = createRequire(import.meta.url);
  // Its package has no types; the shape above is what its build/lib/sia.js exports.
  const { sia: Receiver } = require('iobroker.sia/build/lib/sia.js') as {
    sia: new (options: object) => ForeignReceiver;
  };
  const quiet = (): void => {};
  const logger = { info: quiet, debug: quiet, error: quiet };
  // It closes after each answer; a button then dials anew.
  const receiver = new Receiver({ host: '127.0.0.1', port: 0, timeout: 20, sockend: true, logger });
  receiver.setAccounts([
    { accountnumber: 'A0C1', aes: false, hex: false, password: '' },
    { accountnumber: 'E128', aes: true, hex: false, password: key128.toString() },
    { accountnumber: 'E192', aes: true, hex: false, password: key192.toString() },
    { accountnumber: 'E256', aes: true, hex: true, password: key256.toString('hex') },
  ]);
  const heard: (HeardMessage | string)[] = [];
  receiver.on('sia', (message, problem) => heard.push(message ?? problem ?? ''));
  receiver.serverStartTCP();
  await once(receiver.servertcp, 'listening');
  closers.push(() => new Promise((resolve) => receiver.servertcp.close(resolve)));
  return { port: (receiver.servertcp.address() as AddressInfo).port, heard };
}

function buttonAt(port: number, account: string, key?: Uint8Array): Dc09Button {
  const button = new Dc09Button({ host: '127.0.0.1', port, account, key, answerSeconds: 2 });
  closers.push(() => button.close());
  return button;
}

describe('is understood by an independent receiver', () => {
  const where = { latitude: 52.370217, longitude: 4.895168 };
  const rows: [string, string, Uint8Array | undefined, string, string][] = [
    ['plain', 'A0C1', undefined, 'PA', 'SIA-DCS'],
    ['plain Contact ID', 'A0C1', undefined, '120', 'ADM-CID'],
    ['AES-128', 'E128', key128, 'PA', '*SIA-DCS'],
    ['AES-192', 'E192', key192, '121', '*ADM-CID'],
    ['AES-256', 'E256', key256, 'HA', '*SIA-DCS'],
  ];
  test.each(rows)('%s', async (_name, account, key, code, id) => {
    const { port, heard } = await startForeignReceiver();
    const outcome = await buttonAt(port, account, key).send({ code, zone: '017', position: where });
    expect(outcome).toMatchObject({ acknowledged: true, attempts: 1, reply: { type: 'ACK' } });
    const event = /^\d/.test(code) ? `1${code} 01 017` : `Nri1/${code}017`;
    expect(heard).toMatchObject([{ id, act: account, data_message: `#${account}|${event}` }]);
    expect(JSON.stringify(heard[0])).toContain('X004E53.7101');
  });

  test('and takes nothing it says for an acknowledgement when the keys differ', async () => {
    const { port, heard } = await startForeignReceiver();
    const button = new Dc09Button({
      host: '127.0.0.1',
      port,
      account: 'E128',
      key: Buffer.from('FEDCBA9876543210'),
      // Its final answer comes within this also on a machine that does something else.
      answerSeconds: 0.5,
      attempts: 2,
    });
    closers.push(() => button.close());
    expect(await button.send({ code: 'PA' })).toMatchObject({ acknowledged: false });
    expect(JSON.stringify(heard)).not.toContain('PA001');
  });
});

/** A receiver that answers each frame with the next of `answers`; undefined is silence. */
async function startScriptedReceiver(answers: ((sequence: string) => Buffer | undefined)[]) {
  const frames: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      frames.push(text.trim());
      const answer = answers[frames.length - 1]?.(/"(\d{4})/.exec(text)?.[1] ?? '');
      if (answer !== undefined) socket.write(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, frames };
}

describe('behaves like a device in the field', () => {
  const answer = (body: string): Buffer => {
    const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');
    return Buffer.from(`\n${hex(checksum(Buffer.from(body)))}${hex(body.length)}${body}\r`);
  };
  const acknowledge = (sequence: string): Buffer => answer(`"ACK"${sequence}R1L0#A0C1[]`);

  test('sends the very same frame again when no answer comes', async () => {
    const { port, frames } = await startScriptedReceiver([() => undefined, acknowledge]);
    const button = new Dc09Button({ host: '127.0.0.1', port, account: 'A0C1', answerSeconds: 0.1 });
    closers.push(() => button.close());
    expect(await button.send({ code: 'PA' })).toMatchObject({ acknowledged: true, attempts: 2 });
    expect(frames[1]).toBe(frames[0]);
  });

  test('gives up after three attempts', async () => {
    const { port, frames } = await startScriptedReceiver([]);
    const button = new Dc09Button({
      host: '127.0.0.1',
      port,
      account: 'A0C1',
      answerSeconds: 0.05,
    });
    closers.push(() => button.close());
    expect(await button.send({ code: 'PA' })).toMatchObject({
      acknowledged: false,
      attempts: 3,
      reply: null,
    });
    expect(frames).toHaveLength(3);
  });

  test('sets its clock by a NAK and sends at once', async () => {
    const { port, frames } = await startScriptedReceiver([
      () => answer('"NAK"0000R0L0A0[]_08:00:00,01-02-2030'),
      acknowledge,
    ]);
    const outcome = await buttonAt(port, 'A0C1').send({ code: 'PA' });
    expect(outcome).toMatchObject({ acknowledged: true, attempts: 2 });
    expect(frames[1]).toMatch(/_0(?:7:59:5\d|8:00:0\d),01-02-2030$/);
  });

  test('takes an answer to another message for none, and a DUH for final', async () => {
    const { port } = await startScriptedReceiver([
      () => answer('"ACK"0000R1L0#A0C1[]'),
      (sequence) => answer(`"DUH"${sequence}R1L0#A0C1[]`),
    ]);
    const button = new Dc09Button({
      host: '127.0.0.1',
      port,
      account: 'A0C1',
      answerSeconds: 0.05,
    });
    closers.push(() => button.close());
    expect(await button.send({ code: 'PA' })).toMatchObject({
      acknowledged: false,
      attempts: 2,
      reply: { type: 'DUH' },
    });
  });

  test('tests its link', async () => {
    const { port, frames } = await startScriptedReceiver([acknowledge]);
    expect(await buttonAt(port, 'A0C1').linkTest()).toMatchObject({ acknowledged: true });
    expect(frames).toEqual(['DC1A0015"NULL"0000R1L0#A0C1[]']);
  });
});
