// The borders of sound: what each side may say, and that nothing said can mean "send sound to a button".
import { expect, test } from 'vitest';
import { answerTo, listenerAsks, soundMessage } from './desk.ts';
import { rtpRequest } from './device.ts';
import { factLine } from './facts.ts';
import { connectClaims, joinClaims } from './tokens.ts';

const device = '0199f0a0-0000-7000-8000-000000000001';
const recordingId = '0199f0a0-0000-7000-8000-000000000002';
const consumer = { id: 'c', producerId: 'p', kind: 'audio', rtpParameters: { codecs: [] } };
const at = '2026-11-25T20:00:00.000Z';

test('an answer is read by the ask it answers, a refusal by its code', () => {
  const joined = { ok: true, room: device, recordingId, receiving: true, consumer };
  expect(answerTo('join', joined)).toEqual(joined);
  expect(answerTo('join', { ok: false, code: 'token-refused' })).toEqual({
    ok: false,
    code: 'token-refused',
  });
  expect(() => answerTo('join', { ok: true, room: device })).toThrow();
  expect(() => answerTo('join', { ok: false, code: 'because' })).toThrow();
});

test('a desk can ask to receive, and nothing else', () => {
  expect(Object.keys(listenerAsks).sort()).toEqual([
    'connect-transport',
    'join',
    'leave',
    'prepare',
    'pulse',
    'transport',
  ]);
});

test('a connect token is no join token, nor the reverse', () => {
  const common = {
    aud: 'listen-in',
    sub: device,
    jti: recordingId,
    iat: 1_795_000_000,
    exp: 1_795_000_060,
  };
  const connect = { ...common, act: 'connect' };
  const right = { alarmId: recordingId, version: 3 };
  const join = { ...common, act: 'listen', room: device, right };
  expect(connectClaims.safeParse(connect).success).toBe(true);
  expect(joinClaims.safeParse(join).success).toBe(true);
  expect(connectClaims.safeParse(join).success).toBe(false);
  expect(joinClaims.safeParse(connect).success).toBe(false);
  for (const name of ['room', 'right'] as const)
    expect(joinClaims.safeParse({ ...join, [name]: undefined }).success, name).toBe(false);
  for (const name of ['exp', 'iat', 'jti', 'sub', 'aud'] as const) {
    expect(joinClaims.safeParse({ ...join, [name]: undefined }).success, name).toBe(false);
  }
});

test.each([
  ['AES_CM_128_HMAC_SHA1_80', 30],
  ['AES_CM_128_HMAC_SHA1_32', 30],
  ['AEAD_AES_128_GCM', 28],
  ['AEAD_AES_256_GCM', 44],
] as const)('%s takes %i bytes of key and salt', (cryptoSuite, length) => {
  const withKey = (bytes: number) =>
    rtpRequest.safeParse({
      codec: 'opus',
      payloadType: 111,
      ssrc: 1,
      srtp: { cryptoSuite, keyBase64: Buffer.alloc(bytes).toString('base64') },
    }).success;
  expect(withKey(length)).toBe(true);
  expect(withKey(length - 1)).toBe(false);
  expect(withKey(length + 1)).toBe(false);
});

test('a payload type that reads as RTCP is refused', () => {
  const withType = (payloadType: number) =>
    rtpRequest.safeParse({ codec: 'pcma', payloadType, ssrc: 7 }).success;
  expect([0, 8, 63, 96, 127].map(withType)).toEqual([true, true, true, true, true]);
  expect([-1, 64, 72, 95, 128].map(withType)).toEqual([false, false, false, false, false]);
});

test('a line of the journal is a fact or a sign of life', () => {
  const alive = { type: 'alive', at, journal: device, last: 3 };
  const stored = {
    type: 'segment-stored',
    number: 3,
    at,
    deviceId: device,
    recordingId,
    index: 0,
    startedAt: at,
    endedAt: at,
    sha256: 'ab'.repeat(32),
    bytes: 100,
    packets: 50,
    lostPackets: 0,
    codec: 'opus',
    how: 'cut-off',
  };
  expect(factLine.parse(alive)).toEqual(alive);
  expect(factLine.parse(stored)).toEqual(stored);
  expect(factLine.safeParse({ ...stored, sha256: 'AB'.repeat(32) }).success).toBe(false);
  expect(factLine.safeParse({ ...stored, number: 0 }).success).toBe(false);
});

test('what a desk is told of a consumer keeps the parameters mediasoup put in', () => {
  const rtpParameters = {
    codecs: [{ mimeType: 'audio/opus' }],
    encodings: [{ ssrc: 5 }],
    mid: '0',
  };
  const message = { room: device, recordingId: null, consumer: { ...consumer, rtpParameters } };
  expect(soundMessage.parse(message)).toEqual(message);
});
