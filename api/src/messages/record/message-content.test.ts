import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryKeys, type TestKeys } from '../../testing/key-ring.ts';
import { decoded } from '../../testing/messages.ts';
import { openContent, sealContent, sealedAnew } from './message-content.ts';

let keys: TestKeys;
beforeEach(() => {
  keys = temporaryKeys();
});
afterEach(() => keys.remove());

const id = randomUUID();
const holder = randomUUID();
const nextHolder = randomUUID();
const content = {
  // Every byte there is: what came in is kept exactly, whatever it was.
  raw: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  signals: [{ id: randomUUID(), decoded: decoded('panic', { text: 'Zoë roept “help”' }) }],
};

test('opens to the bytes and the signals that were sealed', () => {
  keys.findOrMake(holder);
  const sealed = sealContent(keys, id, holder, content);
  expect(sealed.subjectId).toBe(holder);
  expect(openContent(keys.reopen(), id, sealed)).toEqual(content);
});

test.each([
  ['of a device nobody knows', null],
  ['of somebody without a key', holder],
])('%s: under the master key, which is there already', (_what, subject) => {
  const sealed = sealContent(keys, id, subject, content);
  expect(sealed.subjectId).toBeNull();
  expect(openContent(keys, id, sealed)).toEqual(content);
  expect(keys.find(holder)).toBeNull();
});

test('a damaged key file costs no press', () => {
  writeFileSync(join(keys.folder, 'subjects', `${holder}.key`), 'zz');
  expect(openContent(keys, id, sealContent(keys, id, holder, content))).toEqual(content);
  expect(openContent(keys, id, { subjectId: holder, bytes: Buffer.alloc(60) })).toBeNull();
});

describe('opens no more', () => {
  test('once its subject was erased', () => {
    keys.findOrMake(holder);
    const sealed = sealContent(keys, id, holder, content);
    keys.erase(holder);
    expect(openContent(keys.reopen(), id, sealed)).toBeNull();
  });

  test('as another message', () => {
    const sealed = sealContent(keys, id, null, content);
    expect(openContent(keys, randomUUID(), sealed)).toBeNull();
  });

  test('where there is nothing', () => {
    expect(openContent(keys, id, { subjectId: null, bytes: new Uint8Array() })).toBeNull();
  });
});

describe('for whoever wears the button by now', () => {
  beforeEach(() => {
    keys.findOrMake(holder);
    keys.findOrMake(nextHolder);
  });

  test('is sealed again under his key', () => {
    const sealed = sealedAnew(keys, id, sealContent(keys, id, holder, content), nextHolder);
    expect(sealed.subjectId).toBe(nextHolder);
    keys.erase(holder);
    expect(openContent(keys.reopen(), id, sealed)).toEqual(content);
  });

  test('stays as it is where it opens no more, or where he has no key', () => {
    const sealed = sealContent(keys, id, holder, content);
    expect(sealedAnew(keys, id, sealed, randomUUID())).toBe(sealed);
    keys.erase(holder);
    expect(sealedAnew(keys.reopen(), id, sealed, nextHolder)).toBe(sealed);
  });
});
