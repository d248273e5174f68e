// What becomes of the list of steps by each thing that somebody does to it.
import { compose } from '@achterwacht/shared/plan/compose.ts';
import {
  askedContent,
  type AskedContent,
  type LayerStep,
  type PlanLayer,
} from '@achterwacht/shared/plan/state.ts';
import type { PlanView } from '@achterwacht/shared/routes/plans.ts';
import { describe, expect, test } from 'vitest';
import {
  contentOf,
  draftOf,
  layersOf,
  newRow,
  withMoved,
  without,
  withReplaced,
  type DraftRow,
} from './plan-rows.ts';

const step = (id: string, more: Partial<LayerStep> = {}): LayerStep => ({
  id,
  text: `Stap ${id}`,
  kind: 'manual',
  required: false,
  ...more,
});
const says = (steps: LayerStep[], more: Partial<AskedContent> = {}): AskedContent => ({
  title: null,
  flags: [],
  minimumListeningSeconds: null,
  steps,
  ...more,
});
const layer = (name: PlanLayer, content: AskedContent) => ({
  layer: name,
  planId: '00000000-0000-4000-8000-000000000001',
  name: '',
  number: 1,
  content,
});
const view = (
  name: PlanLayer,
  ...layers: PlanView['layers']
): Pick<PlanView, 'layer' | 'layers'> => ({ layer: name, layers });

const haarlem = layer('template', says([step('listen'), step('after')]));
const idsOf = (rows: readonly DraftRow[]) => rows.map(({ from, step: { id } }) => `${from} ${id}`);
const of = (content: AskedContent) => draftOf(view('person', haarlem), content);

test('his own stand among those of the layer beneath, and what he says is what he said', () => {
  const content = says([
    step('listen', { replaces: true, kind: 'wait', waitSeconds: 30 }),
    step('call', {
      kind: 'call',
      contactId: '00000000-0000-4000-8000-000000000009',
      after: 'listen',
    }),
    step('last', { required: true, requiredFor: ['threat'], after: 'after' }),
  ]);
  const draft = of(content);
  expect(idsOf(draft.rows)).toEqual(['own listen', 'own call', 'template after', 'own last']);
  expect(contentOf(draft, 'person')).toEqual(content);
});

test('of a municipality the order says where each stands', () => {
  const content = says([step('a'), step('b')], { title: 'A', minimumListeningSeconds: 20 });
  const draft = draftOf(view('template'), content);
  expect(contentOf(draft, 'template')).toEqual(content);
  const moved = withMoved(draft.rows, 'b', -1);
  expect(moved?.place).toBe(1);
  expect(contentOf({ ...draft, ...moved }, 'template').steps.map(({ id }) => id)).toEqual([
    'b',
    'a',
  ]);
});

test('the layer nearer is none of what stands beneath', () => {
  const button = layer('button', says([step('nearer')]));
  const draft = draftOf(view('person', haarlem, button), says([]));
  expect(idsOf(draft.rows)).toEqual(['template listen', 'template after']);
});

describe('moving', () => {
  const { rows } = of(says([step('own', { after: 'listen' })]));

  test('past what stands beneath, and it is put together there', () => {
    const up = withMoved(rows, 'own', -1)!;
    expect(idsOf(up.rows)).toEqual(['own own', 'template listen', 'template after']);
    const content = contentOf({ title: '', flags: [], listening: '', rows: up.rows }, 'person');
    const layers = [
      ...layersOf(view('person', haarlem)),
      { ...haarlem, layer: 'person' as const, content },
    ];
    expect(compose(layers).steps.map(({ id }) => id)).toEqual(['own', 'listen', 'after']);
  });

  test('no further than the ends, and nobody else’s', () => {
    const first = withMoved(rows, 'own', -1)!.rows;
    expect(withMoved(first, 'own', -1)).toBeNull();
    const last = withMoved(rows, 'own', 1)!.rows;
    expect(withMoved(last, 'own', 1)).toBeNull();
    expect(withMoved(rows, 'listen', 1)).toBeNull();
    expect(withMoved(withReplaced(rows, 'listen'), 'listen', 1)).toBeNull();
  });
});

test('what is replaced stands in its place, and comes back where that is taken out', () => {
  const before = of(says([])).rows;
  const replaced = withReplaced(before, 'after');
  expect(idsOf(replaced)).toEqual(['template listen', 'own after']);
  const content = contentOf({ title: '', flags: [], listening: '', rows: replaced }, 'person');
  expect(content.steps).toEqual([step('after', { replaces: true })]);
  expect(without(replaced, 'after', view('person', haarlem))).toEqual(before);
});

test('what was added is taken out, and nothing else', () => {
  const { rows } = of(says([]));
  const more = [...rows, newRow('new')];
  expect(without(more, 'new', view('person', haarlem))).toEqual(rows);
  expect(without(more, 'listen', view('person', haarlem))).toEqual(more);
});

test.each([
  ['', 'minimumListeningSeconds', true],
  ['30', 'minimumListeningSeconds', true],
  ['dertig', 'minimumListeningSeconds', false],
  ['30,5', 'minimumListeningSeconds', false],
])('listening %j: %s', (listening, field, isWhole) => {
  const content = contentOf({ ...of(says([])), listening }, 'person');
  const issues = askedContent.safeParse(content).error?.issues ?? [];
  expect(issues.some(({ path }) => path[0] === field)).toBe(!isWhole);
});

test('a wait without a number is wrong, and says where', () => {
  const { rows } = of(says([]));
  const row = newRow('new');
  const wait = {
    ...row,
    step: { ...row.step, text: 'Wacht', kind: 'wait' as const, wait: 'even' },
  };
  const content = contentOf(
    { title: '', flags: [], listening: '', rows: [...rows, wait] },
    'person',
  );
  expect(askedContent.safeParse(content).error?.issues.map(({ path }) => path)).toEqual([
    ['steps', 0, 'waitSeconds'],
  ]);
});
