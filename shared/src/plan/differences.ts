// What is different between two versions of one layer, for whoever lays them side by side.
import type { PlanFlag } from '../alarm/plan/state.ts';
import { canonical } from '../evidence/canonical.ts';
import type { LayerStep, PlanContent } from './state.ts';

export type Difference =
  | { what: 'title'; before: string | null; after: string | null }
  | { what: 'listening'; before: number | null; after: number | null }
  | { what: 'flag-added' | 'flag-removed'; flag: PlanFlag }
  | { what: 'step-added' | 'step-removed' | 'step-moved'; stepId: string }
  | { what: 'step-changed'; stepId: string; fields: (keyof LayerStep)[] };

/** In the order in which they are read: what it is called, how it starts, then its steps as they stand afterwards. */
export function differencesOf(before: PlanContent, after: PlanContent): Difference[] {
  const found: Difference[] = [];
  if (before.title !== after.title)
    found.push({ what: 'title', before: before.title, after: after.title });
  if (before.minimumListeningSeconds !== after.minimumListeningSeconds)
    found.push({
      what: 'listening',
      before: before.minimumListeningSeconds,
      after: after.minimumListeningSeconds,
    });
  for (const flag of after.flags)
    if (!before.flags.includes(flag)) found.push({ what: 'flag-added', flag });
  for (const flag of before.flags)
    if (!after.flags.includes(flag)) found.push({ what: 'flag-removed', flag });
  return [...found, ...ofSteps(before.steps, after.steps)];
}

function ofSteps(before: readonly LayerStep[], after: readonly LayerStep[]): Difference[] {
  const moved = movedIds(before, after);
  const isElsewhere = (stood: LayerStep, step: LayerStep) =>
    moved.has(step.id) || isAfterAnother(stood.after, step.after, { before, after });
  const found = after.flatMap((step): Difference[] => {
    const stood = before.find(({ id }) => id === step.id);
    if (!stood) return [{ what: 'step-added', stepId: step.id }];
    const fields = fieldsChanged(stood, step);
    return [
      ...(fields.length > 0 ? [{ what: 'step-changed' as const, stepId: step.id, fields }] : []),
      ...(isElsewhere(stood, step) ? [{ what: 'step-moved' as const, stepId: step.id }] : []),
    ];
  });
  const removed = before.filter(({ id }) => !after.some((step) => step.id === id));
  return [...found, ...removed.map(({ id }) => ({ what: 'step-removed' as const, stepId: id }))];
}

/** Where it stands is told as its place, and not as a field. */
function fieldsChanged(before: LayerStep, after: LayerStep): (keyof LayerStep)[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof LayerStep>; // of the type
  return [...fields].filter(
    (field) =>
      field !== 'after' && canonical(before[field] ?? null) !== canonical(after[field] ?? null),
  );
}

type Anchor = LayerStep['after'];

/** Behind another step than before; not where that other one is new, or the one before it is gone. */
function isAfterAnother(
  stood: Anchor,
  stands: Anchor,
  { before, after }: { before: readonly LayerStep[]; after: readonly LayerStep[] },
): boolean {
  if (stood === stands) return false;
  const isIn = (steps: readonly LayerStep[], anchor: Anchor) =>
    steps.some(({ id }) => id === anchor);
  const isNew = isIn(after, stands) && !isIn(before, stands);
  const isGone = isIn(before, stood) && !isIn(after, stood);
  return !isNew && !isGone;
}

/** Those that stand in both and are not in the longest run that kept its order. */
function movedIds(before: readonly LayerStep[], after: readonly LayerStep[]): Set<string> {
  const places = after.flatMap(({ id }) => {
    const place = before.findIndex((step) => step.id === id);
    return place < 0 ? [] : [{ id, place }];
  });
  const kept = longestRun(places.map(({ place }) => place));
  return new Set(places.filter((_one, index) => !kept.has(index)).map(({ id }) => id));
}

/** Of a list of different numbers: the places of a longest part of it that only grows. */
function longestRun(numbers: readonly number[]): Set<number> {
  const lengths = numbers.map(() => 1);
  const previous = numbers.map(() => -1);
  numbers.forEach((number, index) => {
    for (let earlier = 0; earlier < index; earlier += 1)
      if (numbers[earlier]! < number && lengths[earlier]! + 1 > lengths[index]!) {
        lengths[index] = lengths[earlier]! + 1; // within the list, as all here
        previous[index] = earlier;
      }
  });
  const run = new Set<number>();
  for (let at = lengths.indexOf(Math.max(...lengths)); at >= 0; at = previous[at]!) run.add(at);
  return run;
}
