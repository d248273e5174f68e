import { randomUUID } from 'node:crypto';
import fs, { readdirSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { temporaryKeys, type TestKeys } from '../testing/key-ring.ts';
import { openKeyRing } from './key-ring.ts';
import { openRestricted, sealRestricted } from './restricted.ts';

let keys: TestKeys;
beforeEach(() => {
  keys = temporaryKeys();
});
afterEach(() => {
  keys.remove();
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const subject = randomUUID();
const subjectFiles = () => readdirSync(join(keys.folder, 'subjects'));

const nothing = {
  othersAtHome: null,
  description: null,
  specialInstruction: null,
  threatContext: null,
  codeWord: null,
  duressWord: null,
  aols: [],
  reportedIn: {},
};

describe('a subject’s key', () => {
  test('is made once, kept on disk, and found by every process', () => {
    expect(keys.find(subject)).toBeNull();
    const key = keys.findOrMake(subject);
    expect(key.symmetricKeySize).toBe(32);
    expect(keys.findOrMake(subject).equals(key)).toBe(true);
    expect(keys.reopen().find(subject)?.equals(key)).toBe(true);
    expect(subjectFiles()).toEqual([`${subject}.key`]);
  });

  test('is another one for everybody', () => {
    expect(keys.findOrMake(randomUUID()).equals(keys.findOrMake(randomUUID()))).toBe(false);
  });

  test('made by two processes at once: the first counts for both', () => {
    const [one, other] = [keys.reopen(), keys.reopen()];
    expect(one.find(subject)).toBeNull();
    expect(other.find(subject)).toBeNull();
    expect(one.findOrMake(subject).equals(other.findOrMake(subject))).toBe(true);
  });

  test('is for nobody else on the machine to read', () => {
    keys.findOrMake(subject);
    expect(statSync(join(keys.folder, 'subjects', `${subject}.key`)).mode & 0o077).toBe(0);
  });

  test('is gone for good once its file is', () => {
    keys.findOrMake(subject);
    keys.erase(subject);
    expect(keys.reopen().find(subject)).toBeNull();
  });

  test('A13 is gone at once for every process that used it, and what was sealed stays shut under a later one', () => {
    const other = keys.reopen();
    const sealed = sealRestricted(keys, subject, { ...nothing, codeWord: 'zeewind' });
    expect(openRestricted(other, subject, sealed).codeWord).toBe('zeewind');
    keys.erase(subject);
    expect([keys.find(subject), other.find(subject)]).toEqual([null, null]);
    expect(openRestricted(other, subject, sealed)).toEqual(nothing);
    const later = keys.findOrMake(subject);
    expect(other.find(subject)?.equals(later)).toBe(true);
    expect(openRestricted(other, subject, sealed)).toEqual(nothing);
  });

  test('is on disk before it is used, its name too: a power cut takes neither away', () => {
    const order: string[] = [];
    const { fsyncSync, linkSync } = fs;
    vi.spyOn(fs, 'fsyncSync').mockImplementation((file) => {
      order.push(fs.fstatSync(file).isDirectory() ? 'folder synced' : 'file synced');
      fsyncSync(file);
    });
    vi.spyOn(fs, 'linkSync').mockImplementation((...names) => {
      order.push('named');
      linkSync(...names);
    });
    syncBuiltinESMExports();
    keys.reopen().findOrMake(subject);
    expect(order).toEqual(['file synced', 'named', 'folder synced']);
  });
});

describe('refuses', () => {
  test('a folder without a master key', () => {
    expect(() => openKeyRing(join(keys.folder, 'subjects'))).toThrow('master key is missing');
  });

  test.each(['', 'abc', 'zz'.repeat(32), 'ab'.repeat(31)])('a damaged file: "%s"', (text) => {
    writeFileSync(join(keys.folder, 'subjects', `${subject}.key`), text);
    expect(keys.find(subject)).toBeNull();
    expect(keys.isDamaged(subject)).toBe(true);
    expect(() => keys.findOrMake(subject)).toThrow('damaged');
  });

  test.each(['../master', 'x', `${subject}/../../master`])('a name that is no uuid: %s', (name) => {
    expect(() => keys.find(name)).toThrow('uuid');
    expect(() => keys.findOrMake(name)).toThrow('uuid');
  });
});

describe('what is restricted of a holder', () => {
  const facts = {
    description: 'man, 61, bril',
    specialInstruction: null,
    othersAtHome: 'een kind',
    threatContext: 'wordt bedreigd',
    codeWord: 'zeewind',
    duressWord: 'oostenwind',
    aols: [
      {
        number: '2026-0417',
        agreedResponse: 'directe surveillance',
        contact: 'wijkagent',
        validUntil: '2026-12-31',
        place: { label: 'Thuis', latitude: 52.38, longitude: 4.63 },
      },
    ],
    reportedIn: { 'weapon-reported': 2025 },
  };

  test('opens for his own key only', () => {
    const sealed = sealRestricted(keys, subject, facts);
    expect(sealed).not.toContain('zeewind');
    const { aols: _none, reportedIn: _never, othersAtHome: _nobody, ...before } = facts;
    const sealedBefore = sealRestricted(keys, subject, before);
    expect(openRestricted(keys, subject, sealedBefore)).toEqual({
      ...facts,
      othersAtHome: null,
      aols: [],
      reportedIn: {},
    });
    expect(openRestricted(keys.reopen(), subject, sealed)).toEqual(facts);
    const other = randomUUID();
    keys.findOrMake(other);
    expect(openRestricted(keys, other, sealed)).toEqual(nothing);
  });

  test('is nothing once he is erased, also when a later alarm made him a new key', () => {
    const sealed = sealRestricted(keys, subject, facts);
    keys.erase(subject);
    expect(openRestricted(keys.reopen(), subject, sealed)).toEqual(nothing);
    const later = keys.reopen();
    later.findOrMake(subject);
    expect(openRestricted(later, subject, sealed)).toEqual(nothing);
  });
});
