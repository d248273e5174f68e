// The closed list of what the access log says, and that each has its sentence in both languages.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accessActionNames, accessActionOf, accessActions, actionKey } from './actions.ts';

const texts = (language: string) =>
  JSON.parse(
    readFileSync(new URL(`../../messages/${language}.json`, import.meta.url), 'utf8'),
  ) as Record<string, string>;

test.each(['nl', 'en'])('every action has a sentence in %s, and no two the same', (language) => {
  const sentences = accessActionNames.map(
    (name) => texts(language)[`audit_action_${actionKey(name)}`],
  );
  expect(accessActionNames.filter((_, index) => !sentences[index])).toEqual([]);
  expect(new Set(sentences).size).toBe(sentences.length);
});

test('what shows something of a person is a look or is taken along; nothing else shows anything', () => {
  for (const name of accessActionNames) {
    const { group, sees } = accessActions[name];
    if (sees.length > 0) expect(['look', 'take-along']).toContain(group);
  }
});

test('an action of no list is none', () => {
  expect(accessActionOf('alarm.sound')).toBe('alarm.sound');
  expect(accessActionOf('toString')).toBeNull();
});
