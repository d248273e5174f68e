import { describe, expect, it } from 'vitest';
import { HearingReports, heardOf, hearsOf, type Evidence, type Heard } from './hearing.ts';

const speaking: Evidence = {
  headsetLost: false,
  joined: true,
  deviceLostAt: null,
  packetsAt: 10_000,
  muted: 'no',
  voice: 'speech',
};

const cases: [what: string, change: Partial<Evidence>, heard: Heard][] = [
  ['a voice', {}, { status: 'speech' }],
  ['a quiet room', { voice: 'silence' }, { status: 'silence' }],
  ['a fan', { voice: 'sound' }, { status: 'sound' }],
  [
    'muted here, while somebody speaks',
    { muted: 'by-you' },
    { status: 'muted', by: 'by-you', voice: 'speech' },
  ],
  ['no packets yet', { packetsAt: null }, { status: 'nothing', why: 'no-packets' }],
  ['no packets any more', { packetsAt: 7_900 }, { status: 'nothing', why: 'no-packets' }],
  ['no place in the room', { joined: false }, { status: 'nothing', why: 'not-joined' }],
  ['the device fell away', { deviceLostAt: 9_000 }, { status: 'device-lost', since: 9_000 }],
  ['the headset is gone', { headsetLost: true }, { status: 'headset-lost' }],
];

describe('18 – heardOf', () => {
  it.each(cases)('%s', (_what, change, heard) => {
    expect(heardOf({ ...speaking, ...change }, 10_000)).toEqual(heard);
  });

  it('never calls a line without packets silent, nor a muted one', () => {
    const gone = heardOf({ ...speaking, voice: 'silence', packetsAt: 1_000 }, 10_000);
    expect(gone.status).toBe('nothing');
    expect(heardOf({ ...speaking, voice: 'silence', muted: 'by-you' }, 10_000).status).toBe(
      'muted',
    );
  });
});

it.each([
  [{ status: 'speech' }, 'sound'],
  [{ status: 'silence' }, 'silence'],
  [{ status: 'muted', by: 'by-you', voice: 'speech' }, 'muted'],
  [{ status: 'device-lost', since: 0 }, 'nothing'],
  [{ status: 'headset-lost' }, 'headset-lost'],
] as [Heard, string][])('the log says of %j: %s', (heard, hears) => {
  expect(hearsOf(heard, true)).toBe(hears);
});

it('counts listening back as not hearing what happens now', () => {
  expect(hearsOf({ status: 'speech' }, false)).toBe('muted');
});

describe('HearingReports', () => {
  it('tells what is new at once and once; that nothing is heard yet is known', () => {
    const reports = new HearingReports();
    expect(reports.next('nothing', 0)).toBeNull();
    expect(reports.next('sound', 100)).toBe('sound');
    expect(reports.next('sound', 150)).toBeNull();
    expect(reports.next('nothing', 200)).toBe('nothing');
  });

  it('keeps pauses between words to itself, not silence that lasts', () => {
    const reports = new HearingReports();
    reports.next('sound', 0);
    expect(reports.next('silence', 1_000)).toBeNull();
    expect(reports.next('sound', 2_000)).toBeNull();
    expect(reports.next('silence', 3_000)).toBeNull();
    expect(reports.next('silence', 5_000)).toBe('silence');
  });

  it('says at once that nobody hears it any more', () => {
    const reports = new HearingReports();
    reports.next('sound', 0);
    expect(reports.next('muted', 10)).toBe('muted');
    expect(reports.next('headset-lost', 20)).toBe('headset-lost');
  });

  it('tells again what did not arrive', () => {
    const reports = new HearingReports();
    reports.next('sound', 0);
    reports.failed();
    expect(reports.next('sound', 1_000)).toBe('sound');
  });
});
