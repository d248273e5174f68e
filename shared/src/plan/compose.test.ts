// What a press makes of the layers, whatever they say.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planFlag } from '../alarm/plan/state.ts';
import { compose, inOrder, type Layer } from './compose.ts';
import { planContent, planLayers, type LayerStep } from './state.ts';
import { layer, step } from './test-plan.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const anyStep: fc.Arbitrary<LayerStep> = fc
  .record({
    id: fc.constantFrom(...ids),
    text: fc.constantFrom('x', 'y'),
    kind: fc.constantFrom('manual' as const, 'call' as const, 'word' as const),
    required: fc.boolean(),
    after: fc.constantFrom(undefined, null, ...ids),
    replaces: fc.constantFrom(undefined, true as const),
  })
  .map(({ after, replaces, ...said }) => ({
    ...said,
    ...(after !== undefined && { after }),
    ...(replaces && { replaces }),
  }));
const anyLayers: fc.Arbitrary<Layer[]> = fc
  .tuple(
    ...planLayers.map((name) =>
      fc.option(
        fc.record({
          layer: fc.constant(name),
          planId: fc.uuid(),
          number: fc.integer({ min: 1, max: 50 }),
          content: fc.record({
            title: fc.option(fc.constantFrom('A', 'B')),
            flags: fc.uniqueArray(fc.constantFrom(...planFlag.options)),
            minimumListeningSeconds: fc.option(fc.integer({ min: 10, max: 60 })),
            steps: fc.uniqueArray(anyStep, { selector: ({ id }) => id }),
          }),
        }),
      ),
    ),
  )
  .map((layers) => layers.filter((one) => one !== null));

const holds = (property: (layers: Layer[]) => void) =>
  fc.assert(fc.property(anyLayers, property), { numRuns: 500 });

test('no step is taken away, and none stands there twice', () => {
  holds((layers) => {
    const composed = compose(layers).steps.map(({ id }) => id);
    const said = new Set(layers.flatMap(({ content }) => content.steps.map(({ id }) => id)));
    expect(composed.toSorted()).toEqual([...said].toSorted());
  });
});

test('each step reads as the nearest layer says it that says it at all', () => {
  holds((layers) => {
    for (const { from, ...composed } of compose(layers).steps) {
      const sayers = inOrder(layers).filter(({ content }) =>
        content.steps.some(({ id }) => id === composed.id),
      );
      const last = sayers.at(-1)!; // somebody said it
      expect(from).toBe(last.layer);
      const said = last.content.steps.find(({ id }) => id === composed.id);
      expect(said).toMatchObject(composed);
    }
  });
});

test('what a nearer layer adds or replaces leaves the order of what stands beneath', () => {
  holds((layers) => {
    const [farthest] = inOrder(layers);
    if (!farthest) return;
    const beneath = compose([farthest]).steps.map(({ id }) => id);
    const kept = compose(layers).steps.filter(({ id }) => beneath.includes(id));
    expect(kept.map(({ id }) => id)).toEqual(beneath);
  });
});

test('flags add up, and nobody is ever called without the listener', () => {
  holds((layers) => {
    const { flags } = compose(layers);
    const said = layers.flatMap(({ content }) => content.flags);
    expect(new Set(flags)).toEqual(new Set(['no-call', ...said]));
    expect(new Set(flags).size).toBe(flags.length);
  });
});

test('somebody listens between ten and sixty seconds, as the nearest layer says', () => {
  holds((layers) => {
    const { minimumListeningSeconds } = compose(layers);
    const said = inOrder(layers).map(({ content }) => content.minimumListeningSeconds);
    expect(minimumListeningSeconds).toBe(said.findLast((one) => one !== null) ?? 30);
    expect(minimumListeningSeconds).toBeGreaterThanOrEqual(10);
    expect(minimumListeningSeconds).toBeLessThanOrEqual(60);
  });
});

test('the order in which layers come makes no difference, and nothing of them is changed', () => {
  holds((layers) => {
    const before = structuredClone(layers);
    expect(compose(layers.toReversed())).toEqual(compose(layers));
    expect(layers).toEqual(before);
  });
});

test('its version grows with each change of any layer', () => {
  holds((layers) => {
    for (const changed of layers) {
      const next = layers.map((one) =>
        one === changed ? { ...one, number: one.number + 1 } : one,
      );
      expect(compose(next).version).toBe(compose(layers).version + 1);
    }
  });
});

test('nobody made one: nobody is called, and half a minute is listened', () => {
  expect(compose([])).toEqual({
    version: 1,
    title: null,
    flags: ['no-call'],
    minimumListeningSeconds: 30,
    steps: [],
  });
});

test('a municipality says what holds for all, a person what is his own, a button what is its own', () => {
  const composed = compose([
    layer('template', {
      title: 'Haarlem',
      minimumListeningSeconds: 45,
      steps: [step('listen'), step('piket'), step('after', { required: true })],
    }),
    layer('person', {
      flags: ['children'],
      steps: [
        step('piket', { text: 'Bel het secretariaat', replaces: true }),
        step('word', { kind: 'word', after: 'piket' }),
        step('again', { kind: 'wait', waitSeconds: 120, after: 'word' }),
      ],
    }),
    layer('button', { minimumListeningSeconds: 20, steps: [step('first', { after: null })] }),
  ]);
  expect(composed).toMatchObject({ version: 3, title: 'Haarlem', minimumListeningSeconds: 20 });
  expect(composed.steps.map(({ id, from, text }) => [id, from, text])).toEqual([
    ['first', 'button', 'Stap first'],
    ['listen', 'template', 'Stap listen'],
    ['piket', 'person', 'Bel het secretariaat'],
    ['word', 'person', 'Stap word'],
    ['again', 'person', 'Stap again'],
    ['after', 'template', 'Stap after'],
  ]);
  for (const one of composed.steps) {
    expect(one).not.toHaveProperty('after');
    expect(one).not.toHaveProperty('replaces');
  }
});

test('what may stand in a layer is what these tests make', () => {
  holds((layers) => {
    for (const { content } of layers) expect(planContent.safeParse(content).success).toBe(true);
  });
});
