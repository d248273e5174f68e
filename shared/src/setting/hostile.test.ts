// Whatever is sent in the place of whichever part of whichever kind: it is no failure, and what is wrong is said by field.
import { describe, expect, test } from 'vitest';
import { goodValues, hostileThings, hostileWords, withEach } from '../testing/hostile-values.ts';
import { phoneProblem } from './kinds/phone-number.ts';
import { problemsOf } from './problems.ts';

describe.each(goodValues)('%s', (kind, good) => {
  test('may be set as it is', () => {
    expect(problemsOf(kind, good)).toEqual([]);
  });

  test('takes no unseen mark, no second line and no endless word, and says where', () => {
    for (const word of [...hostileWords, ...hostileThings])
      for (const { path, value } of withEach(good, word)) {
        // When a number was last tried is said by its tests alone, and is taken from nobody.
        if (path.endsWith('lastTestedAt')) continue;
        const [first] = problemsOf(kind, value);
        expect(first, `${path}: ${JSON.stringify(word).slice(0, 40)}`).toBeDefined();
        expect(first!.path.length).toBeLessThanOrEqual(200);
      }
  });

  test.each([undefined, 7, 'x', [], [[]], true, '\0'.repeat(9)])('is not %j', (other) => {
    if (kind === 'control-rooms' && Array.isArray(other) && other.length === 0) return;
    expect(problemsOf(kind, other)).not.toEqual([]);
  });
});

const paging = (...supervisor: string[]) => problemsOf('paging', { supervisor, onCall: [] });
test.each([
  'a@b.nl;c@d.nl',
  'a@b.nl,c@d.nl',
  '<a@b.nl>',
  'a(b)@c.nl',
  '"a b"@c.nl',
  '+٣١٦١٢٣٤٥٦٧٨',
  '+0612345678',
  'a@b.nl\n',
])('%j is nobody who can be told', (reach) => {
  expect(paging(reach)).toMatchObject([{ path: 'supervisor.0', code: 'wrong-form' }]);
});

test('who is told twice is said at the second', () => {
  expect(paging('a@b.nl', 'c@d.nl', 'a@b.nl')).toEqual([
    { path: 'supervisor.2', code: 'stands-twice' },
  ]);
});

test.each([
  'a@b.nl, c@d.nl',
  'Noord; x <a@b.nl>',
  'Noord\u202E <a@b.nl>',
  'N\0 <a@b.nl>',
  'é@b.nl',
])('no mail is sent as %j', (from) => {
  const good = goodValues.find(([kind]) => kind === 'mail')![1] as object;
  expect(problemsOf('mail', { ...good, from })).toContainEqual(
    expect.objectContaining({ path: 'from' }),
  );
});

test.each(['088 123\n45 67', '０８８１２３４５６７', '088\u00A0123 45 67', '+31\t881234567'])(
  '%j is no telephone number',
  (phone) => expect(phoneProblem(phone)).toBe('wrong-form'),
);
