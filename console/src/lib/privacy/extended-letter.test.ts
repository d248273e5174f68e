// The letter about a request that takes longer stands in the language of whoever gets it.
import { expect, test } from 'vitest';
import { extendedLetter } from './extended-letter.ts';

const request = {
  kind: 'access',
  receivedAt: '2026-11-05T10:00:00.000Z',
  dueAt: '2027-02-05T10:00:00.000Z',
  why: 'De gemeente moet ook kijken. ',
} as const;

test.each([
  [
    'nl',
    [
      'inzage',
      'do\u00a005-\u206011-\u20602026',
      'vr\u00a005-\u206002-\u20602027',
      'Autoriteit Persoonsgegevens',
    ],
  ],
  ['en', ['access', 'Thu\u00a005/11/2026', 'Fri\u00a005/02/2027', 'Autoriteit Persoonsgegevens']],
] as const)('%s: since when, why, until when, and where to complain', (language, parts) => {
  const letter = extendedLetter(request, 'Alarmcentrale Noord', language);
  for (const part of [...parts, 'Alarmcentrale Noord', 'De gemeente moet ook kijken.'])
    expect(letter).toContain(part);
});
