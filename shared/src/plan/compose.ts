// What a press makes of the layers of a plan, and what its alarm copies. A step of a nearer layer stands in the place of
// the one with its id beneath, or is added where it says; none is taken away, so that what a municipality asks of
// everybody is at most said in other words. Flags add up. How long somebody listens, and what the plan is called, is as
// the nearest layer says that says anything.
import type { PlanFlag, WrittenStep } from '../alarm/plan/state.ts';
import {
  listeningBounds,
  planLayers,
  type LayerStep,
  type PlanContent,
  type PlanLayer,
} from './state.ts';

export type Layer = { layer: PlanLayer; planId: string; number: number; content: PlanContent };

export type ComposedStep = WrittenStep & {
  kind: LayerStep['kind'];
  /** Which layer says it so. */
  from: PlanLayer;
};

export type Composed = {
  /** Of all layers together: it grows with each change of any of them. At least 1. */
  version: number;
  title: string | null;
  flags: PlanFlag[];
  minimumListeningSeconds: number;
  steps: ComposedStep[];
};

export function compose(given: readonly Layer[]): Composed {
  const layers = inOrder(given);
  const said = layers.map(({ content }) => content);
  return {
    version: Math.max(
      1,
      layers.reduce((sum, { number }) => sum + number, 0),
    ),
    title: nearest(said.map(({ title }) => title)),
    // Of every plan, also where nobody made one: a duress starts with nobody called.
    flags: [...new Set(['no-call' as const, ...said.flatMap(({ flags }) => flags)])],
    minimumListeningSeconds:
      nearest(said.map((one) => one.minimumListeningSeconds)) ?? listeningBounds.usual,
    steps: stepsOf(layers),
  };
}

/** The farthest first. */
export const inOrder = (layers: readonly Layer[]): Layer[] =>
  planLayers.flatMap((name) => layers.filter(({ layer }) => layer === name));

const nearest = <T>(said: readonly (T | null)[]): T | null =>
  said.findLast((one) => one !== null) ?? null;

function stepsOf(layers: readonly Layer[]): ComposedStep[] {
  const steps: ComposedStep[] = [];
  for (const { layer, content } of layers)
    for (const { replaces: _replaces, after, ...written } of content.steps) {
      const step = { ...written, from: layer };
      const standing = steps.findIndex(({ id }) => id === step.id);
      if (standing >= 0) steps[standing] = step;
      else steps.splice(placeAfter(steps, after), 0, step);
    }
  return steps;
}

/** Behind all others too where the step that it names is not there. */
function placeAfter(steps: readonly ComposedStep[], after: string | null | undefined): number {
  if (after === null) return 0;
  const standing = steps.findIndex(({ id }) => id === after);
  return standing < 0 ? steps.length : standing + 1;
}
