// That whatever can happen to whatever has a history has its own sentence in the audit.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changeKey, changeTypes, isChangeType } from './change-types.ts';

const types = Object.values(changeTypes).flat();
const texts = (language: string) =>
  JSON.parse(
    readFileSync(new URL(`../../messages/${language}.json`, import.meta.url), 'utf8'),
  ) as Record<string, string>;

test.each(['nl', 'en'])('every event has a sentence in %s, and no two the same', (language) => {
  const said = texts(language);
  expect(types.length).toBeGreaterThan(100);
  expect(types.filter((type) => !said[changeKey(type)])).toEqual([]);
  expect(new Set(types.map((type) => said[changeKey(type)])).size).toBe(types.length);
});

test.each(['nl', 'en'])('every subject has a word in %s', (language) => {
  const words = Object.keys(changeTypes).map(
    (subject) => texts(language)[`audit_stream_${subject.replaceAll('-', '_')}`],
  );
  expect(words).not.toContain(undefined);
});

test('no subject is left out', () => {
  const subjects = globSync('*.ts', { cwd: join(import.meta.dirname, '../subjects') })
    .map((file) => readFileSync(join(import.meta.dirname, '../subjects', file), 'utf8'))
    .flatMap((source) => /: Subject<\w+> = \{\s+name: '([a-z-]+)'/.exec(source)?.[1] ?? []);
  expect(subjects.toSorted()).toEqual(Object.keys(changeTypes).toSorted());
});

test('no two subjects have an event of one name, and what is none is none', () => {
  expect(new Set(types).size).toBe(types.length);
  expect(isChangeType('AlarmClaimed')).toBe(true);
  expect(isChangeType('toString')).toBe(false);
});
