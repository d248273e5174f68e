// Which language somebody reads: the first of his wishes that the centre offers.
import { expect, test } from 'vitest';
import { languageFor, type Languages } from './which-language.ts';

const both: Languages = { offered: ['nl', 'en'], usual: 'nl' };
const dutch: Languages = { offered: ['nl'], usual: 'nl' };
const english: Languages = { offered: ['nl', 'en'], usual: 'en' };

test.each([
  ['his own choice before all', both, ['nl', 'en', 'en-GB'], 'nl'],
  ['what was chosen for him where he chose none', both, [null, 'nl', 'en-GB'], 'nl'],
  ['what his browser asks where nobody chose', both, [null, undefined, 'en-GB', 'nl'], 'en'],
  ['the next of his browser where the first is none', both, [null, 'fr-FR', 'EN', 'nl'], 'en'],
  ['his own choice, where the centre offers it', dutch, ['en', 'en-GB'], 'nl'],
  ['the usual one where nothing he asks exists', english, [null, 'fr', 'de-DE'], 'en'],
  ['the usual one where he asks nothing', english, [], 'en'],
  ['no wish by the letters it begins with', both, ['english', 'enm', 'eng-GB', ''], 'nl'],
] as const)('%s', (_what, languages, wishes, read) => {
  expect(languageFor(languages, wishes)).toBe(read);
});
