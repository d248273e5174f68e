import { describe, expect, test } from 'vitest';
import { refusedLimits, RefusedLimits, type RefusedFrame } from './refused-limits.ts';

const at = (seconds: number): Date => new Date(Date.parse('2026-11-21T20:15:00Z') + seconds * 1000);
const call: RefusedFrame = {
  receivedAt: at(0),
  remoteAddress: '192.0.2.1',
  account: 'BAD1',
  isKnown: false,
  isReadable: true,
  callsForHelp: true,
};
const address = (index: number) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;

/** How many of `count` frames are kept. */
function kept(limits: RefusedLimits, count: number, frame: (index: number) => RefusedFrame) {
  return Array.from({ length: count }, (_, index) => limits.admits(frame(index))).filter(Boolean)
    .length;
}

describe('A2 F2 refused frames that are kept in a minute', () => {
  const { knownCalls, unknownCalls, unreadable, others } = refusedLimits;
  test.each<[string, (index: number) => RefusedFrame, number]>([
    [
      'of rotating accounts from one address',
      (index) => ({ ...call, account: `A${index}` }),
      unknownCalls.ofSender,
    ],
    [
      'of one account from rotating addresses',
      (index) => ({ ...call, remoteAddress: address(index) }),
      unknownCalls.ofAccount,
    ],
    [
      'of rotating accounts from rotating addresses',
      (index) => ({ ...call, account: `A${index}`, remoteAddress: address(index) }),
      unknownCalls.inAll,
    ],
    [
      'of rotating accounts from the addresses of one IPv6 network',
      (index) => ({ ...call, account: `A${index}`, remoteAddress: `2001:db8::${index + 1}` }),
      unknownCalls.ofSender,
    ],
    [
      'of registered accounts from rotating addresses',
      (index) => ({ ...call, isKnown: true, account: `A${index}`, remoteAddress: address(index) }),
      knownCalls.inAll + refusedLimits.firstKnownCalls,
    ],
    [
      'of five registered accounts from rotating addresses',
      (index) => ({
        ...call,
        isKnown: true,
        account: `A${index % 5}`,
        remoteAddress: address(index),
      }),
      knownCalls.inAll,
    ],
    [
      'of one registered account from one address',
      () => ({ ...call, isKnown: true }),
      refusedLimits.knownCallsOfAccountFromSender,
    ],
    [
      'that cannot be read',
      (index) => ({
        ...call,
        account: null,
        isReadable: false,
        callsForHelp: false,
        remoteAddress: address(index),
      }),
      unreadable.inAll,
    ],
    [
      'that call for nobody',
      (index) => ({
        ...call,
        callsForHelp: false,
        account: `A${index}`,
        remoteAddress: address(index),
      }),
      others.inAll,
    ],
  ])('%s', (_what, frame, most) => {
    const limits = new RefusedLimits();
    expect(kept(limits, 3_000, frame)).toBe(most);
    expect(limits.admits({ ...frame(0), receivedAt: at(60) })).toBe(true);
  });

  test('a registered button is kept however many strangers call', () => {
    const limits = new RefusedLimits();
    kept(limits, 3_000, (index) => ({
      ...call,
      account: `A${index}`,
      remoteAddress: address(index % 50),
    }));
    expect(limits.admits({ ...call, isKnown: true, account: '8312' })).toBe(true);
  });

  test('a registered button is kept beside a flood on its account from another address', () => {
    const limits = new RefusedLimits();
    const known = { ...call, isKnown: true, account: '8312' };
    kept(limits, 3_000, () => ({ ...known, remoteAddress: '198.51.100.1' }));
    expect(limits.admits({ ...known, remoteAddress: '192.0.2.1' })).toBe(true);
  });

  test('a registered button is kept once a minute whatever others use up of all, or of its own address', () => {
    const limits = new RefusedLimits();
    const known = { ...call, isKnown: true };
    kept(limits, 3_000, (index) => ({
      ...known,
      account: `A${index % 5}`,
      remoteAddress: address(index),
    }));
    expect(limits.admits({ ...known, account: '8312' })).toBe(true);
    expect(limits.admits({ ...known, account: '8312' })).toBe(false);
    const operator = new RefusedLimits();
    expect(kept(operator, 100, (index) => ({ ...known, account: `B${index}` }))).toBe(100);
  });
});

describe('A2 F2 what was not kept is counted', () => {
  const counted = (centreId: string, calls: number, others: number) => ({
    centreId,
    buttonId: null,
    calls,
    others,
  });

  test('exactly, by centre, told at once and then every ten seconds', () => {
    const limits = new RefusedLimits();
    limits.count('north', call);
    limits.count('south', { callsForHelp: false });
    limits.count('north', call, 'button 1');
    expect(limits.take(at(0))).toEqual([
      counted('north', 1, 0),
      counted('south', 0, 1),
      { ...counted('north', 1, 0), buttonId: 'button 1' },
    ]);
    for (let index = 0; index < 2_999; index += 1) limits.count('north', call);
    expect(limits.take(at(9))).toEqual([]);
    expect(limits.take(at(10))).toEqual([counted('north', 2_999, 0)]);
    expect(limits.take(at(30))).toEqual([]);
  });

  test('what could not be told is told with the next', () => {
    const limits = new RefusedLimits();
    limits.count('north', call);
    const [first] = limits.take(at(0));
    limits.count('north', { callsForHelp: false });
    limits.putBack(first!);
    expect(limits.take(at(1))).toEqual([counted('north', 1, 1)]);
  });

  test('all of it before a stop', () => {
    const limits = new RefusedLimits();
    limits.count('north', call);
    limits.take(at(0));
    limits.count('north', call);
    expect(limits.take(at(1), true)).toEqual([counted('north', 1, 0)]);
  });
});
