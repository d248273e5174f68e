import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callsForHelp } from '@achterwacht/shared/alarm/joining.ts';
import { duressKinds, signalKind, type SignalKind } from '@achterwacht/shared/signals.ts';
import { decoded } from '../../../testing/messages.ts';
import { boundedSignals, mostSignals } from './bounded-signals.ts';
import { decodeDc09 } from './dc09-decode.ts';
import { sealEnvelope } from './frame/dc09-envelope.ts';
import { context } from './test-damage.ts';

const said = (kinds: SignalKind[]) =>
  boundedSignals(kinds.map((kind) => decoded(kind))).map(({ kind, more = 0 }) => [kind, more]);
const times = <T>(count: number, what: T): T[] => Array<T>(count).fill(what);

test.each<[string, SignalKind[], [SignalKind, number][]]>([
  [
    'a few are as they were',
    ['panic', 'panic', 'low-battery'],
    [
      ['panic', 0],
      ['panic', 0],
      ['low-battery', 0],
    ],
  ],
  [
    'thirteen hundred presses',
    times(1_333, 'panic'),
    [
      ['panic', 1_329],
      ['panic', 0],
      ['panic', 0],
      ['panic', 0],
    ],
  ],
  [
    'a press behind a hundred others',
    [...times<SignalKind>(100, 'status'), 'panic'],
    [
      ['status', 97],
      ['status', 0],
      ['status', 0],
      ['panic', 0],
    ],
  ],
  [
    'one of every kind, each call for help kept',
    ['status', 'tamper', 'comms', 'panic', 'duress', 'hold-up', 'cancel'],
    [
      ['status', 3],
      ['panic', 0],
      ['duress', 0],
      ['hold-up', 0],
    ],
  ],
  [
    'somebody whom a machine missed, or who is unwell, behind four others',
    ['status', 'tamper', 'comms', 'low-battery', 'no-activity', 'medical'],
    [
      ['status', 0],
      ['tamper', 2],
      ['no-activity', 0],
      ['medical', 0],
    ],
  ],
])('A1 %s', (_what, kinds, expected) => {
  expect(said(kinds)).toEqual(expected);
});

test('A1 however many a frame names, few are kept, all are counted, and a call for help stays one', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...signalKind.options), { maxLength: 1_400 }), (kinds) => {
      const kept = said(kinds);
      expect(kept.length).toBe(Math.min(kinds.length, mostSignals));
      expect(kept.reduce((sum, [, more]) => sum + 1 + Number(more), 0)).toBe(kinds.length);
      const calls = [...new Set(kinds)].filter((kind) => callsForHelp({ kind }));
      for (const kind of calls)
        if (duressKinds.has(kind) || calls.length <= mostSignals)
          expect(kept.map(([one]) => one)).toContain(kind);
    }),
  );
});

test.each([
  ['accepted', 'A0C1', 'decoded'],
  ['refused', 'BEEF', 'failed'],
])('A1 a frame of 1,333 presses that is %s: four, and 1,329 counted', (_what, account, status) => {
  const body = `"SIA-DCS"0017L0#${account}[#${account}|Nri1/${'PA '.repeat(1_333)}]`;
  const reading = decodeDc09(sealEnvelope(body), context);
  expect(reading).toMatchObject({ status });
  expect(reading.signals.map(({ kind, more }) => [kind, more])).toEqual([
    ['panic', 1_329],
    ...times(3, ['panic', undefined]),
  ]);
});
