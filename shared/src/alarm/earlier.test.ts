import { describe, expect, test } from 'vitest';
import { mayTellHarmless } from './earlier.ts';
import { anna, moment } from '../testing/given.ts';
import type { Alarm } from './state.ts';

type Asked = Parameters<typeof mayTellHarmless>[0];
const by = { id: anna.id, name: anna.name };
const alarm = (changed: Partial<Asked> = {}): Asked => ({
  kind: 'duress',
  verification: { status: 'open' },
  closed: null,
  ...changed,
});
const judged: Alarm['verification'][] = [
  { status: 'verified', basis: 'sound', by, at: moment(9) },
  { status: 'unverifiable', by, at: moment(9) },
  { status: 'false-pending', ground: 'code-word', by, at: moment(9) },
];

describe.each(['duress', 'missed-check', 'medical'] as const)('of a %s', (kind) => {
  test('harmless ones are told by no means before it is judged, nor once that was withdrawn', () => {
    expect(mayTellHarmless(alarm({ kind }))).toBe(false);
    const withdrawn = { status: 'open', since: moment(20) } as const;
    expect(mayTellHarmless(alarm({ kind, verification: withdrawn }))).toBe(false);
  });

  test.each(judged)('they are after the judgement: $status', (verification) => {
    expect(mayTellHarmless(alarm({ kind, verification }))).toBe(true);
  });
});

test('what nobody judges keeps nothing back', () => {
  for (const kind of ['fault', 'system', 'test'] as const)
    expect(mayTellHarmless(alarm({ kind }))).toBe(true);
});
