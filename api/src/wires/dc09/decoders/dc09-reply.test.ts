// The reply table, one test a row, to the byte. The frames behind each row are in the corpus too;
// here stands what the corpus cannot say: encrypted answers, clocks to the second, who is asked what.
import { createDecipheriv } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { encryptHex } from './frame/dc09-crypto.ts';
import { decodeDc09, type Dc09Context, type Dc09KeyAnswer } from './dc09-decode.ts';
import { sealEnvelope } from './frame/dc09-envelope.ts';
import { isDuh, replyTo, type Dc09Verdict } from './dc09-reply.ts';

const key128 = Buffer.from('0123456789ABCDEF');
const keys: Record<string, Dc09KeyAnswer> = {
  A0C1: 'none',
  E128: { key: key128 },
  E192: { key: Buffer.from('0123456789ABCDEF01234567') },
  E256: { key: Buffer.from('0123456789ABCDEF0123456789ABCDEF') },
};
const context: Dc09Context = {
  now: new Date('2026-11-21T20:15:00Z'),
  keyFor: (account) => keys[account] ?? 'unknown',
};

function answerTo(frame: string | Uint8Array, overrides: Partial<Dc09Context> = {}): Dc09Verdict {
  const bytes = typeof frame === 'string' ? Buffer.from(`\n${frame}\r`, 'latin1') : frame;
  const asked = { ...context, ...overrides };
  return replyTo(decodeDc09(bytes, asked), asked, (length) => 'k3Zq9vT1x7Lm2WcB'.slice(0, length));
}

function text(reply: Uint8Array | null): string | null {
  return reply === null ? null : Buffer.from(reply).toString('latin1');
}

function encrypted(account: string, clear: string, sequence = '0021'): Uint8Array {
  const found = keys[account];
  const key = typeof found === 'object' ? found.key : key128;
  return sealEnvelope(`"*SIA-DCS"${sequence}R1L0#${account}[${encryptHex(clear, key)}`);
}

describe('accepted', () => {
  test('plain: ACK with sequence, receiver, line and account of the frame', () => {
    expect(answerTo('CFD40026"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017]')).toEqual({
      answer: 'ACK',
      reply: new Uint8Array(Buffer.from('\nC95D0012"ACK"0017L0#A0C1[]\r')),
      record: true,
      raise: false,
    });
  });

  test('B11 without a line: line 0, and never one of the account', () => {
    const frame = sealEnvelope('"SIA-DCS"0017#A0C1[#A0C1|Nri1/PA017]');
    expect(text(answerTo(frame).reply)).toContain('"ACK"0017L0#A0C1[]');
  });

  test('plain with a time: ACK with our time', () => {
    const frame =
      '64190057"SIA-DCS"0018R1L0#A0C1[#A0C1|Nri1/PA017][X004E53.7101][Y52N22.2130]_20:15:00,11-21-2026';
    const verdict = answerTo(frame, { now: new Date('2026-11-21T20:15:07Z') });
    expect(text(verdict.reply)).toMatch(/"ACK"0018R1L0#A0C1\[\]_20:15:07,11-21-2026\r$/);
  });

  test('encrypted: the published answer, to the byte', () => {
    const frame =
      '74BA00B8"*SIA-DCS"0021R1L0#E128[7DCB939AE413AF8567FF7045413AC57B64EEFD07A7D4EA7C8C5B49DD76AB6649213BAD61B0173C233CAA4E871B459A5611C8761638AB938B64F7A139BE2CD7C0917F29D1228C2990F2934435DDCEDCB9';
    expect(text(answerTo(frame).reply)).toBe(
      '\n01C70054"*ACK"0021R1L0#E128[39060389CE10D1238C0D6AE208DDD8A4F8F4643FECEAA629C6BF0832936869AE\r',
    );
  });

  test.each(['E128', 'E192', 'E256'])('encrypted for %s: pad, bar, our time', (account) => {
    const asked = { ...context, now: new Date('2026-11-21T20:15:09Z') };
    const frame = encrypted(account, `|#${account}|Nri1/PA017]_20:15:00,11-21-2026`);
    const reply = text(replyTo(decodeDc09(frame, asked), asked).reply) ?? '';
    const hex =
      /^\n[0-9A-F]{4}0054"\*ACK"0021R1L0#E\d{3}\[([0-9A-F]{64})\r$/.exec(reply)?.[1] ?? '';
    const found = keys[account];
    if (typeof found !== 'object') throw new Error('this account has a key');
    const decipher = createDecipheriv(
      `aes-${found.key.length * 8}-cbc`,
      found.key,
      Buffer.alloc(16),
    );
    const clear = decipher.setAutoPadding(false).update(hex, 'hex', 'latin1');
    expect(clear).toMatch(/^[A-Za-z0-9]{10}\|\]_20:15:09,11-21-2026$/);
  });

  test('a fresh pad for every answer', () => {
    const frame = encrypted('E128', '|#E128|Nri1/PA017]_20:15:00,11-21-2026');
    const decoded = decodeDc09(frame, context);
    expect(replyTo(decoded, context).reply).not.toEqual(replyTo(decoded, context).reply);
  });

  test('a link test is answered and not recorded', () => {
    expect(answerTo('DC1A0015"NULL"0000R1L0#A0C1[]')).toMatchObject({
      answer: 'ACK',
      record: false,
    });
    const sealed =
      'A2720053"*NULL"0000L0#E256[840C9F0F6B53174BB0C9ADD185F4F3158681C2BAC9AE6C175342B1CD0F5FFCDA';
    expect(answerTo(sealed)).toMatchObject({ answer: 'ACK', record: false });
  });

  test('a binary checksum is answered with one', () => {
    const frame = sealEnvelope('"NULL"0000R1L0#A0C1[]', 'binary');
    const reply = answerTo(frame).reply;
    expect(reply).toEqual(sealEnvelope('"ACK"0000R1L0#A0C1[]', 'binary'));
  });
});

describe('the clock of an encrypted frame, to the second', () => {
  const sentAt = Date.parse('2026-11-21T20:15:00Z');
  const frame = encrypted('E128', '|#E128|Nri1/PA017]_20:15:00,11-21-2026');
  test.each([
    [-21, 'NAK'],
    [-20, 'ACK'],
    [0, 'ACK'],
    [40, 'ACK'],
    [40.999, 'ACK'],
    [41, 'NAK'],
    [86_400, 'NAK'],
  ])('received %d s after its own time: %s', (seconds, answer) => {
    const verdict = answerTo(frame, { now: new Date(sentAt + seconds * 1000) });
    expect(verdict).toMatchObject({ answer, record: true, raise: answer === 'NAK' });
  });

  test('the NAK is plain, says only our time, and is the same for everybody', () => {
    const late = answerTo(frame, { now: new Date('2026-11-21T20:30:00Z') });
    const expected = sealEnvelope('"NAK"0000R0L0A0[]_20:30:00,11-21-2026');
    expect(text(late.reply)).toBe(text(expected));
    expect(text(answerTo(encrypted('E128', '|#E128|Nri1/PA017]_20:10:00,11-21-2026')).reply)).toBe(
      '\n49EB0025"NAK"0000R0L0A0[]_20:15:00,11-21-2026\r',
    );
  });
});

describe('refused', () => {
  const panic = '|#E128|Nri1/PA017]';
  const rows: [string, string | Uint8Array, string, boolean][] = [
    ['unknown account', sealEnvelope('"SIA-DCS"0017L0#BEEF[#BEEF|Nri1/PA017]'), 'DUH', true],
    ['unknown type', sealEnvelope('"SIA-PUL"0017L0#A0C1[#A0C1|Nri1/PA017]'), 'DUH', true],
    ['unusable data', sealEnvelope('"SIA-DCS"0017L0#A0C1[#A0C1|]'), 'DUH', false],
    ['no key', sealEnvelope(`"*SIA-DCS"0017L0#A0C1[${encryptHex(panic, key128)}`), 'DUH', false],
    ['downgrade', sealEnvelope('"SIA-DCS"0017L0#E128[#E128|Nri1/PA017]'), 'silence', true],
    ['no time', encrypted('E128', panic), 'silence', true],
    ['impossible time', encrypted('E128', `${panic}_25:15:00,11-21-2026`), 'silence', true],
    ['checksum', 'CFD50026"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017]', 'silence', true],
    ['length', 'CFD40027"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017]', 'silence', true],
    ['no form', 'CFD40026"SIA-DCS', 'silence', false],
    ['an answer', 'C95D0012"ACK"0017L0#A0C1[]', 'silence', false],
  ];
  test.each(rows)('%s', (_name, frame, answer, raise) => {
    const verdict = answerTo(frame);
    expect(verdict).toMatchObject({ answer, raise, record: true });
    expect(verdict.reply === null).toBe(answer === 'silence');
  });

  test('the DUH is plain even for an encrypted frame', () => {
    const otherKey = Buffer.from('FEDCBA9876543210');
    const frame = sealEnvelope(
      `"*SIA-DCS"0021R1L0#E128[${encryptHex(`${panic}_20:15:00,11-21-2026`, otherKey)}`,
    );
    const verdict = answerTo(frame);
    expect(text(verdict.reply)).toBe(text(sealEnvelope('"DUH"0021R1L0#E128[]')));
    expect(isDuh(verdict.reply!)).toBe(true);
  });

  test('a wrong key is a wrong key, whatever brackets its noise has', () => {
    // Enough that the noise of some begins with a bracket, or has a bar and then one.
    const answers = Array.from({ length: 500 }, (_, index) => {
      const wrong = Buffer.alloc(16, 7);
      wrong.writeUInt32BE(index);
      const hex = encryptHex(panic, wrong, (length) => 'k3Zq9vT1x7Lm2WcB'.slice(0, length));
      return answerTo(sealEnvelope(`"*SIA-DCS"0021R1L0#E128[${hex}`)).answer;
    });
    expect(new Set(answers)).toEqual(new Set(['DUH']));
  });

  test('published DUH', () => {
    const frame = sealEnvelope('"SIA-DCS"0017L0#A0C1[#A0C1|]');
    expect(text(answerTo(frame).reply)).toBe('\nF7830012"DUH"0017L0#A0C1[]\r');
  });
});

test('the register is asked once a frame, in upper case, and not for a frame that is not whole', () => {
  const keyFor = vi.fn(() => 'none' as const);
  const asked = { ...context, keyFor };
  decodeDc09(sealEnvelope('"SIA-DCS"0017L0#a0c1[#a0c1|Nri1/PA017]'), asked);
  expect(keyFor.mock.calls).toEqual([['A0C1']]);
  decodeDc09(Buffer.from('\nCFD50026"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017]\r'), asked);
  expect(keyFor).toHaveBeenCalledTimes(1);
});

test('a key withdrawn between decoding and answering gives silence, not a plain answer', () => {
  const frame = encrypted('E128', '|#E128|Nri1/PA017]_20:15:00,11-21-2026');
  const decoded = decodeDc09(frame, context);
  expect(replyTo(decoded, { ...context, keyFor: () => 'none' }).reply).toBeNull();
});
