// What a press makes of its button's context where the function of the release before answered it: that knows a person's
// plan alone, as a whole one.
import { usualTimings } from '@achterwacht/shared/alarm/plan/state.ts';
import { expect, test } from 'vitest';
import { holderContextOf, type HolderRow } from './button-context.ts';

const row: HolderRow = {
  holder_id: '00000000-0000-4000-8000-000000000001',
  holder: 'Joke van Dam',
  function: 'burgemeester',
  phone: null,
  code_word_agreed: true,
  reason_category: 'threat',
  loan_over: false,
  plan_version: 3,
  flags: ['no-call', 'children'],
  minimum_listening_seconds: 45,
  steps: [{ id: 'a', text: 'Luister mee', required: true }],
  places: null,
};
const of = (more: Partial<HolderRow>) =>
  holderContextOf({ ...row, ...more }, { timings: usualTimings });

test('his plan is read as it stands there', () => {
  expect(of({})).toMatchObject({
    plan: { version: 3, flags: ['no-call', 'children'], minimumListeningSeconds: 45 },
    steps: [{ id: 'a', text: 'Luister mee', required: true, kind: 'manual' }],
  });
});

test('of somebody without one nobody is called, and half a minute is listened', () => {
  const none = { plan_version: null, flags: null, minimum_listening_seconds: null, steps: null };
  for (const more of [none, { ...none, holder_id: null, holder: null }, { plan_layers: [] }])
    expect(of(more)).toMatchObject({
      plan: { version: 1, flags: ['no-call'], minimumListeningSeconds: 30 },
      steps: [],
    });
});

test('what it gives in layers counts, whatever stands beside them', () => {
  const content = { title: null, flags: [], minimumListeningSeconds: 20, steps: [] };
  const plan_layers = [{ layer: 'template' as const, planId: row.holder_id!, number: 2, content }];
  expect(of({ plan_layers })).toMatchObject({
    plan: { version: 2, flags: ['no-call'], minimumListeningSeconds: 20 },
    steps: [],
  });
});
