// Words that are not saved come back for who typed them, and for nobody else.
import { expect, test } from 'vitest';
import { forgetWords, keptWords } from './kept-words.ts';

function storageOf(entries: Record<string, string> = {}): Storage {
  const map = new Map(Object.entries(entries));
  return {
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    clear: () => map.clear(),
  };
}

const words = { who: 'a', what: '', where: '', 'with-what': '', how: '', when: '', why: '' };

test('of whoever typed them, until they are saved or he leaves', () => {
  const storage = storageOf();
  const his = keptWords(storage, { personId: 'gert', incidentId: '1' });
  const hers = keptWords(storage, { personId: 'fatima', incidentId: '1' });
  his.keep({ version: 3, words });
  expect(his.read()).toEqual({ version: 3, words });
  expect(hers.read()).toBeNull();
  his.keep(null);
  expect(his.read()).toBeNull();
  his.keep({ version: 3, words });
  hers.keep({ version: 4, words });
  forgetWords(storage, 'gert');
  expect([his.read(), hers.read()]).toEqual([null, { version: 4, words }]);
});

test.each(['', 'x', '{}', '[]', '{"version":1,"words":{"who":1}}'])('%j is none', (text) => {
  const storage = storageOf({ 'achterwacht.words.gert.1': text });
  expect(keptWords(storage, { personId: 'gert', incidentId: '1' }).read()).toBeNull();
});
