// How loud somebody sounds, of packets as devices send them.
import { expect, test } from 'vitest';
import { createLoudness } from './loudness.ts';

const uri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
const header = (first: number) => Buffer.concat([Buffer.from([first, 111]), Buffer.alloc(10)]);
/** One of ours under 10, behind one of somebody else's and some padding. */
const withLevel = (level: number) =>
  Buffer.concat([
    header(0x90),
    Buffer.from([0xbe, 0xde, 0, 2, 0x31, 1, 2, 0, 0xa0, 0x80 | level, 0, 0]),
    Buffer.from('opus'),
  ]);

function levelsOf(codec: 'opus' | 'pcmu', extensions: { uri: string; id: number }[], rtp: Buffer) {
  const told: number[] = [];
  const loudness = createLoudness(codec, { headerExtensions: extensions as never }, (decibels) =>
    told.push(decibels),
  );
  for (let at = 0; at <= 2_100; at += 20) loudness.hear(rtp, at);
  return told;
}

test('as the device says it in its header, once a second', () => {
  expect(levelsOf('opus', [{ uri, id: 10 }], withLevel(23))).toEqual([-23, -23]);
});

test('of telephone sound by its samples', () => {
  // 0xff is silence and 0x80 the loudest of the µ-law.
  const loud = Buffer.concat([header(0x80), Buffer.alloc(160, 0x80)]);
  expect(levelsOf('pcmu', [], loud)).toEqual([0, 0]);
  // Agreed upon, and not sent.
  expect(levelsOf('pcmu', [{ uri, id: 10 }], loud)).toEqual([0, 0]);
  const silent = Buffer.concat([header(0x80), Buffer.alloc(160, 0xff)]);
  expect(levelsOf('pcmu', [], silent)).toEqual([-127, -127]);
});

test.each([
  ['Opus without a header', [], withLevel(23)],
  ['another header', [{ uri, id: 9 }], withLevel(23)],
  ['a header that is cut off', [{ uri, id: 10 }], withLevel(23).subarray(0, 14)],
  ['one of two bytes', [{ uri, id: 10 }], Buffer.concat([header(0x90), Buffer.alloc(12)])],
] as const)('of %s nothing is known', (_, extensions, rtp) => {
  expect(levelsOf('opus', [...extensions], rtp)).toEqual([]);
});
