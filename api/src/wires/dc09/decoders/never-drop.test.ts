// A call for help is never lost in decoding, however broken its frame: named bugs of public products
// first, then thousands of frames with random damage.
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { decodedSignal } from '@achterwacht/shared/signals.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encryptHex } from './frame/dc09-crypto.ts';
import { decodeDc09, type Dc09Decoded } from './dc09-decode.ts';
import { sealEnvelope } from './frame/dc09-envelope.ts';
import { replyTo } from './dc09-reply.ts';
import {
  context,
  damageAccepted,
  fresh,
  isHeard,
  key,
  pressesLost,
  pressesLostInAStream,
} from './test-damage.ts';

function press(tail: string, sequence = '0017'): Dc09Decoded {
  const body = `"SIA-DCS"${sequence}R1L0#A0C1[#A0C1|Nri1/PA017]${tail}`;
  return decodeDc09(sealEnvelope(body), context);
}

describe('bugs that public products had', () => {
  test('a press without a position is heard, with a warning', () => {
    const decoded = press(fresh);
    expect(decoded).toMatchObject({
      status: 'decoded',
      signals: [{ kind: 'panic', position: null, warnings: ['no-position'] }],
    });
  });

  test('a second press with the time and sequence of the first is decoded as a press again', () => {
    // Whether it is a retry is for those who know the open alarm; the decoder keeps no memory.
    expect(press(fresh)).toEqual(press(fresh));
    expect(isHeard(press(fresh))).toBe(true);
  });

  test('a press dated in the future is heard, with a warning and its own date untouched', () => {
    const decoded = press('[X004E53.7101][Y52N22.2130]_20:15:00,11-21-2038');
    expect(decoded.signals).toMatchObject([
      { kind: 'panic', deviceTime: '2038-11-21T20:15:00.000Z', warnings: ['time-future'] },
    ]);
    // No fix time is claimed, so a future date cannot make this the newest position for twelve years.
    expect(decoded.signals[0]?.position?.fixAt).toBeNull();
  });

  test('a press with a stuck, old time is heard, with a warning', () => {
    expect(press('_00:00:00,01-01-1970').signals).toMatchObject([
      { kind: 'panic', warnings: ['time-old', 'no-position'] },
    ]);
  });

  test('a latitude that cannot be is none, and no longitude', () => {
    const decoded = press(`[X004E54.0000][Y99N00.0000]${fresh}`);
    expect(decoded.signals).toMatchObject([
      { kind: 'panic', position: null, warnings: ['position-impossible', 'no-position'] },
    ]);
  });

  test('a link test with an event that is none is a link test; with a call for help it is one', () => {
    const linkTest = (payload: string) =>
      decodeDc09(sealEnvelope(`"NULL"0000L0#A0C1[#A0C1|${payload}]`), context);
    const idle = linkTest('0000 00 000');
    expect(idle.signals).toEqual([]);
    expect(replyTo(idle, context)).toMatchObject({ answer: 'ACK', record: false });
    expect(isHeard(linkTest('Nri1/PA017'))).toBe(true);
  });

  test('swapped latitude and longitude are put right, with a warning', () => {
    for (const tail of ['[X52N22.2130][Y004E53.7101]', '[X052E22.2130][Y04N53.7101]']) {
      expect(press(tail).signals).toMatchObject([
        {
          kind: 'panic',
          position: { latitude: 52.370217, longitude: 4.895168 },
          warnings: ['position-swapped'],
        },
      ]);
    }
  });

  test('an impossible position costs the position, not the press', () => {
    for (const tail of ['[X004E63.7101][Y52N22.2130]', '[X204E00.0000][Y95N00.0000]', '[X][Y]']) {
      expect(press(tail).signals).toMatchObject([
        { kind: 'panic', position: null, warnings: ['position-impossible', 'no-position'] },
      ]);
    }
  });

  test('a NUL in the free text, which databases refuse, is a blank', () => {
    const frame = sealEnvelope('"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017^a\u0000b^][Ic\u0007d]');
    expect(decodeDc09(frame, context).signals).toMatchObject([
      { kind: 'panic', text: 'a b · c d' },
    ]);
  });

  test('an encrypted press with a wrong clock is refused on the wire and still heard', () => {
    const hex = encryptHex('|#E128|Nri1/PA017]_08:00:00,11-21-2026', key);
    const decoded = decodeDc09(sealEnvelope(`"*SIA-DCS"0021R1L0#E128[${hex}`), context);
    expect(decoded).toMatchObject({ status: 'failed', failure: 'time-outside' });
    expect(replyTo(decoded, context)).toMatchObject({ answer: 'NAK', record: true, raise: true });
  });
});

describe('an encrypted press with bytes in it that no sender should write', () => {
  const strange = { tab: '\t', 'line feed': '\n', 'carriage return': '\r', NUL: '\0', C1: '\x81' };
  const decoded = (clear: string) =>
    decodeDc09(sealEnvelope(`"*SIA-DCS"0021R1L0#E128[${encryptHex(clear, key)}`), context);

  test.each(Object.entries(strange))('%s: accepted, for the key is proven', (_name, byte) => {
    const inText = decoded(`|#E128|Nri1/PA017][Ihulp${byte} bij de balie]${fresh}`);
    expect([inText.status, isHeard(inText)]).toEqual(['decoded', true]);
    expect(replyTo(inText, context)).toMatchObject({ answer: 'ACK', record: true });
    const inEvent = decoded(`|#E128|Nri1/P${byte}A017]${fresh}`);
    expect([inEvent.status, isHeard(inEvent)]).toEqual(['decoded', true]);
  });

  test('of another account, or of yesterday, nothing is proven', () => {
    for (const clear of [
      `|#E129|Nri1/PA017][I\thulp]${fresh}`,
      '|#E128|Nri1/PA017][I\thulp]_20:15:00,11-20-2026',
      '|#E128|Nri1/PA017][I\thulp]',
    ])
      expect(decoded(clear)).toMatchObject({ status: 'failed', failure: 'wrong-key' });
  });
});

test.each([
  '64190057.SIA-DCS0018R1L0#A0C1[#A0C1|Nri1/PA017][X004E53.7101][Y52N22.2#30"_20:15:00,11-21-2026',
  '641900572SIA-DCS.0018R1L0#A0C1[#A0C1|Nri./PA017][X004E53.7101][Y52N2".2130]_20:15:00,11-21-2026',
])('a press before the only quote that is left is heard: %s', (frame) => {
  const decoded = decodeDc09(Buffer.from(`\n${frame}\r`), context);
  expect(isHeard(decoded)).toBe(true);
  expect(replyTo(decoded, context)).toMatchObject({ record: true, raise: true });
});

describe('damaged frames, thousands of each kind (never-drop.drill.test.ts has ten times as many)', () => {
  test('a press is heard whatever happens to the bytes around it', () => {
    expect(pressesLost(20261121, 10_000)).toEqual([]);
  });

  test('cut short or run together in a stream, the press is still in one of the pieces', () => {
    expect(pressesLostInAStream(7, 2_000)).toEqual([]);
  });

  test('no damage to an encrypted frame makes the decoder throw or accept', () => {
    expect(damageAccepted(99, 2_000)).toEqual([]);
  });
});

test('any bytes at all give a verdict and never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const decoded = decodeDc09(bytes, context);
      expect(replyTo(decoded, context).record || decoded.status === 'decoded').toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('any body in a good envelope gives a verdict and never an exception', () => {
  const fragment = fc.constantFrom(
    '"',
    '*',
    '#A0C1',
    '#E128',
    '[',
    ']',
    '|',
    '/',
    '^',
    'N',
    'A',
    'ri1',
    'PA017',
    '1120 01 017',
    'SIA-DCS',
    'ADM-CID',
    'NULL',
    '0017',
    'R1',
    'L0',
    '_',
    fresh,
    'X004E53.7101',
    'Y52N',
    'é',
    '\u0000',
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 20 }), (parts) => {
      const frame = sealEnvelope(`"${parts.join('')}`);
      replyTo(decodeDc09(frame, context), context);
    }),
    { numRuns: 5_000 },
  );
});

describe('what is read of a press can always be kept', () => {
  const isKept = (decoded: Dc09Decoded) =>
    decoded.signals.every((signal) => {
      canonical(decodedSignal.parse(signal));
      return true;
    });

  test('an altitude of more digits than a number has is none', () => {
    const decoded = press(`[X004E53.7101][Y52N22.2130][Z${'9'.repeat(400)}]${fresh}`);
    expect(isKept(decoded)).toBe(true);
    expect(decoded.signals).toMatchObject([{ kind: 'panic', position: { altitudeMetres: null } }]);
  });

  test('whatever stands in its fields, and however much of it', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc
        .tuple(fc.constantFrom('9', '0', '-', '+', 'E', 'N', '.', ',', '\u{1F600}'), fc.nat(900))
        .map(([one, times]) => one.repeat(times)),
      fc.double().map(String),
    );
    const letter = fc.constantFrom(...'XYZHITVMLSORACNJKP');
    const fields = fc.array(
      fc
        .tuple(letter, fc.array(value, { maxLength: 3 }))
        .map(([one, parts]) => one + parts.join('')),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(value, fields, (text, written) => {
        const tail = written.map((field) => `[${field}]`).join('');
        const clear = `#A0C1|Nri1/PA017*${text}]${tail}${fresh}`;
        const plain = Buffer.from(`"SIA-DCS"0017R1L0#A0C1[${clear}`).toString('latin1');
        const decoded = decodeDc09(sealEnvelope(plain), context);
        expect(isHeard(decoded) && isKept(decoded)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
