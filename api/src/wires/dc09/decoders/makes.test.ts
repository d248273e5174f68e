// What devices of real makes send beside the standard, and what it has to be read as.
import { describe, expect, test } from 'vitest';
import { encryptHex } from './frame/dc09-crypto.ts';
import { decodeDc09, type Dc09Context } from './dc09-decode.ts';
import { sealEnvelope } from './frame/dc09-envelope.ts';
import { replyTo } from './dc09-reply.ts';
import { key } from './test-damage.ts';

const now = new Date('2026-11-21T20:15:00Z');
const context: Dc09Context = {
  now,
  keyFor: (account) => (account === 'E128' ? { key } : account === 'BEEF' ? 'unknown' : 'none'),
};
const read = (body: string) => decodeDc09(sealEnvelope(body), context);
const kinds = (body: string) => read(body).signals.map(({ kind, code }) => `${kind} ${code}`);

describe('B2 an account of digits that stands in the data without its #', () => {
  test.each([
    ['as the header has it', '"ADM-CID"0001L0#1234[1234|1120 01 001]', ['panic 120']],
    ['padded', '"ADM-CID"0001L0#1234[001234|1120 01 001]', ['panic 120']],
    ['padded in the header', '"ADM-CID"0001L0#001234[1234|1120 01 001]', ['panic 120']],
    ['with a blank before the bar', '"ADM-CID"0001L0#1234[1234 |1120 01 001]', ['panic 120']],
    ['in small letters', '"ADM-CID"0001L0#1ABC[1abc|1120 01 001]', ['panic 120']],
    ['that is an event by its digits', '"ADM-CID"0001L0#1120[1120|1130 01 001]', ['unknown 130']],
    ['before SIA data', '"SIA-DCS"0001L0#1234[1234|Nri1/PA001]', ['panic PA']],
    ['with its #, as ever', '"ADM-CID"0001L0#1234[#1234|1120 01 001]', ['panic 120']],
    [
      'of another account is no account but data',
      '"ADM-CID"0001L0#9999[1120 01 001|1130 01 002]',
      ['panic 120', 'unknown 130'],
    ],
  ])('%s: one event', (_what, body, expected) => {
    expect(kinds(body)).toEqual(expected);
  });

  test('encrypted', () => {
    const clear = '|E128|1120 01 001]_20:15:00,11-21-2026';
    expect(kinds(`"*ADM-CID"0001L0#E128[${encryptHex(clear, key)}`)).toEqual(['panic 120']);
  });
});

describe('B3 a length written in decimal digits', () => {
  const bodies = [
    '"ADM-CID"0248R4F39L4F39#4F39[#4F39|1120 01 057]',
    '"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017][X004E53.7101][Y52N22.2130]',
  ];
  const withLength = (body: string, length: string) => {
    const frame = Buffer.from(sealEnvelope(body));
    frame.write(length, 5, 'latin1');
    return frame;
  };

  test.each(bodies)('the checksum proves the bytes: %s is acknowledged, with a warning', (body) => {
    const frame = withLength(body, String(body.length).padStart(4, '0'));
    const decoded = decodeDc09(frame, context);
    expect(decoded).toMatchObject({ status: 'decoded', signals: [{ kind: 'panic' }] });
    expect(decoded.signals[0]?.warnings).toContain('length-decimal');
    expect(replyTo(decoded, context)).toMatchObject({ answer: 'ACK', record: true });
  });

  test('the very frame of an ELDES', () => {
    expect(withLength(bodies[0]!, '0047').toString('latin1').slice(5)).toBe(
      '0047"ADM-CID"0248R4F39L4F39#4F39[#4F39|1120 01 057]\r',
    );
  });

  test.each(['0048', '0FFF', '0000'])('%s is neither: silence, and still heard', (length) => {
    const decoded = decodeDc09(withLength(bodies[0]!, length), context);
    expect(decoded).toMatchObject({ status: 'failed', failure: 'length' });
    expect(replyTo(decoded, context)).toMatchObject({ answer: 'silence', raise: true });
  });

  test('with a wrong checksum it proves nothing', () => {
    const frame = withLength(bodies[0]!, '0047');
    frame.write('0000', 1, 'latin1');
    expect(decodeDc09(frame, context)).toMatchObject({ status: 'failed', failure: 'crc' });
  });

  test('of an unknown account the warning stays', () => {
    const body = '"SIA-DCS"0017L0#BEEF[#BEEF|Nri1/PA017]';
    const decoded = decodeDc09(withLength(body, String(body.length).padStart(4, '0')), context);
    expect(decoded).toMatchObject({ failure: 'unknown-account' });
    expect(decoded.signals[0]?.warnings).toContain('length-decimal');
  });
});
