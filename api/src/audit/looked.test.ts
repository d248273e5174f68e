// What the line of an export says of it: by what it was narrowed, and nobody's name.
import { expect, test } from 'vitest';
import { lookOf } from './looked.ts';

test('what somebody typed stands in no line', () => {
  const looked = { at: new Date(0), origin: '::1', action: 'audit.exported', whom: null } as const;
  const asked = [
    ['from', '2026-11-01T00:00:00.000Z'],
    ['search', 'Anna Burgemeester'],
  ] as const;
  expect(lookOf(looked, asked)).toMatchObject({
    object: 'audit',
    result: 'shown from=2026-11-01T00:00:00.000Z search',
  });
});
