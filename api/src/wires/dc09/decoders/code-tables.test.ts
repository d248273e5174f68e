// Every code that protocols name for personal alarms means what it should, through the whole decoder:
// one row each, so that a changed table shows which code changed its meaning.
import { describe, expect, test } from 'vitest';
import { contactIdCodes } from './content/contact-id-codes.ts';
import { decodeDc09 } from './dc09-decode.ts';
import { sealEnvelope } from './frame/dc09-envelope.ts';
import { siaCodes } from './content/sia-codes.ts';

const context = { now: new Date('2026-11-21T20:15:00Z'), keyFor: () => 'none' as const };

function firstSignal(id: string, payload: string) {
  const frame = sealEnvelope(`"${id}"0017R1L0#A0C1[#A0C1|${payload}]`);
  const decoded = decodeDc09(frame, context);
  expect(decoded.status).toBe('decoded');
  expect(decoded.signals).toHaveLength(1);
  return decoded.signals[0]!;
}

const contactId = {
  medical: [100],
  emergency: [101],
  'no-activity': [102, 641, 642, 654],
  panic: [120, 122, 123],
  duress: [121, 124, 125],
  'hold-up': [126],
  tamper: [137, 144, 145, 383],
  'low-battery': [302, 384, 311],
  comms: [344, 350, 353, 354, 355, 356],
  supervision: [375, 376, 381],
  cancel: [406],
  restore: [465],
  test: [601, 602, 607, 615],
  'listen-in': [606],
};

const sia = {
  panic: ['PA'],
  'hold-up': ['HA'],
  medical: ['MA'],
  emergency: ['QA'],
  tamper: ['TA'],
  'low-battery': ['YT', 'XT'],
  comms: ['YC', 'YS', 'XQ'],
  test: ['RP', 'RX', 'TS', 'TE'],
  cancel: ['OC', 'BC'],
  'no-activity': ['NA'],
  restore: ['PR', 'HR', 'MR', 'QR', 'TR', 'YR', 'XR', 'YK', 'NS', 'XH'],
};

const rows = <Code>(table: Record<string, Code[]>): [Code, string][] =>
  Object.entries(table).flatMap(([kind, codes]) =>
    codes.map((code): [Code, string] => [code, kind]),
  );

describe('Contact ID', () => {
  test.each(rows(contactId))('%i is %s', (code, kind) => {
    const signal = firstSignal('ADM-CID', `1${code} 01 017`);
    expect(signal).toMatchObject({ kind, code: String(code), zone: '017' });
    expect(signal.warnings).not.toContain('unknown-code');
  });

  test.each(Object.entries(contactIdCodes))('%s is read as the table says', (code, meaning) => {
    expect(firstSignal('ADM-CID', `1${code} 01 017`).kind).toBe(meaning.kind);
    expect(firstSignal('ADM-CID', `6${code} 01 017`).kind).toBe(meaning.kind);
    const isPaired = meaning.kind === 'status' || meaning.kind === 'test';
    const restored = firstSignal('ADM-CID', `3${code} 01 017`).kind;
    expect(restored).toBe(isPaired ? meaning.kind : 'restore');
  });

  test('every code that no table names still gives a signal', () => {
    for (let code = 0; code < 1000; code += 1) {
      const digits = String(code).padStart(3, '0');
      const signal = firstSignal('ADM-CID', `1${digits} 01 017`);
      expect(signal.code).toBe(digits);
      if (contactIdCodes[digits] === undefined) {
        expect(signal).toMatchObject({ kind: 'unknown', warnings: ['unknown-code'] });
      }
    }
  });
});

describe('SIA', () => {
  test.each(rows(sia))('%s is %s', (code, kind) => {
    const signal = firstSignal('SIA-DCS', `Nri1/${code}017`);
    expect(signal).toMatchObject({ kind, code, zone: '017' });
    expect(signal.warnings).not.toContain('unknown-code');
  });

  test.each(Object.entries(siaCodes))('%s is read as the table says', (code, meaning) => {
    expect(firstSignal('SIA-DCS', `Nri1/${code}017`).kind).toBe(meaning.kind);
    expect(firstSignal('SIA-DCS', `Nri1${code}017`).kind).toBe(meaning.kind);
    expect(firstSignal('SIA-DCS', `${code}017`).kind).toBe(meaning.kind);
  });

  test('every pair of letters that no table names still gives a signal', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
      const signal = firstSignal('SIA-DCS', `Nri1/${code}017`);
      expect(signal.code).toBe(code);
      if (siaCodes[code] === undefined) {
        expect(signal).toMatchObject({ kind: 'unknown', warnings: ['unknown-code'] });
      }
    }
  });
});
