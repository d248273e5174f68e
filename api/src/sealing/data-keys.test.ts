import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryKeys, type TestKeys } from '../testing/key-ring.ts';
import { keysThatOpen, keyThatSeals, makeDataKey, openDataKey } from './data-keys.ts';
import { openWithOneOf, seal } from './seal.ts';

let keys: TestKeys;
beforeEach(() => {
  keys = temporaryKeys();
});
afterEach(() => keys.remove());

const purpose = 'event/alarm/1';
const alarm = () => ({ streamType: 'alarm', streamId: randomUUID() });

describe('a stream’s own key', () => {
  test('opens to the key that was made, under its subject’s', () => {
    const subjectKey = keys.findOrMake(randomUUID());
    const whose = alarm();
    const { key, wrapped } = makeDataKey(subjectKey, whose);
    expect(openDataKey(subjectKey, whose, wrapped)?.equals(key)).toBe(true);
    expect(Buffer.from(wrapped, 'base64').includes(key.export())).toBe(false);
  });

  test('is another one for each', () => {
    const subjectKey = keys.findOrMake(randomUUID());
    const [one, other] = [makeDataKey(subjectKey, alarm()), makeDataKey(subjectKey, alarm())];
    expect(one.key.equals(other.key)).toBe(false);
  });

  const subjectKey = () => keys.findOrMake(subjectId);
  const subjectId = randomUUID();
  const whose = alarm();
  test.each([
    ['another subject', () => ({ under: keys.findOrMake(randomUUID()) })],
    ['another stream', () => ({ of: { ...whose, streamId: randomUUID() } })],
    ['another kind of stream', () => ({ of: { ...whose, streamType: 'incident' } })],
    [
      'a changed row',
      (wrapped: string) => ({ wrapped: wrapped.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) }),
    ],
    [
      'a row that is no key',
      () => ({ wrapped: seal(subjectKey(), `data-key/alarm/${whose.streamId}`, 'short') }),
    ],
    ['an empty row', () => ({ wrapped: '' })],
  ])('does not open for %s', (_what, changed) => {
    const { wrapped } = makeDataKey(subjectKey(), whose);
    const asked = { under: subjectKey(), of: whose, wrapped, ...changed(wrapped) };
    expect(openDataKey(asked.under, asked.of, asked.wrapped)).toBeNull();
  });
});

describe('what is sealed of a stream', () => {
  const subjectId = randomUUID();
  const held = (dataKey: string | null) => ({ ...stream, subjectId, dataKey });
  const stream = alarm();

  test('opens with its own key, and no more without it while another of the same person does', () => {
    keys.findOrMake(subjectId);
    const { key, made } = keyThatSeals(keys, held(null));
    const other = { ...held(null), streamId: randomUUID() };
    const ofOther = keyThatSeals(keys, other);
    const [sealed, sealedOther] = [seal(key, purpose, 'fiets'), seal(ofOther.key, purpose, 'auto')];
    expect(openWithOneOf(keysThatOpen(keys, held(made)), purpose, sealed)).toBe('fiets');
    expect(openWithOneOf(keysThatOpen(keys, held(null)), purpose, sealed)).toBeNull();
    const openers = keysThatOpen(keys, { ...other, dataKey: ofOther.made });
    expect(openWithOneOf(openers, purpose, sealedOther)).toBe('auto');
    expect(openWithOneOf(openers, purpose, sealed)).toBeNull();
  });

  test('goes on under the key that it has', () => {
    keys.findOrMake(subjectId);
    const first = keyThatSeals(keys, held(null));
    const next = keyThatSeals(keys, held(first.made));
    expect(next.made).toBeNull();
    expect(next.key.equals(first.key)).toBe(true);
  });

  test('of a release before opens with the subject’s key', () => {
    const sealed = seal(keys.findOrMake(subjectId), purpose, 'fiets');
    const { made } = keyThatSeals(keys, held(null));
    expect(openWithOneOf(keysThatOpen(keys, held(made)), purpose, sealed)).toBe('fiets');
    expect(openWithOneOf(keysThatOpen(keys, held(null)), purpose, sealed)).toBe('fiets');
  });

  test('is gone with the subject’s key, whatever row stays; what comes later goes with his next one', () => {
    keys.findOrMake(subjectId);
    const { key, made } = keyThatSeals(keys, held(null));
    const sealed = seal(key, purpose, 'fiets');
    keys.erase(subjectId);
    expect(keysThatOpen(keys, held(made))).toEqual([]);
    expect(() => keyThatSeals(keys, held(made))).toThrow('not made');
    keys.findOrMake(subjectId);
    const later = keyThatSeals(keys, held(made));
    expect(later.made).toBeNull();
    const openers = keysThatOpen(keys, held(made));
    expect(openWithOneOf(openers, purpose, sealed)).toBeNull();
    expect(openWithOneOf(openers, purpose, seal(later.key, purpose, 'auto'))).toBe('auto');
  });

  test('none of many keys opens what none sealed', () => {
    const sealed = seal(randomBytes(32), purpose, 'fiets');
    expect(openWithOneOf([randomBytes(32), randomBytes(32)], purpose, sealed)).toBeNull();
    expect(openWithOneOf([], purpose, sealed)).toBeNull();
  });
});
