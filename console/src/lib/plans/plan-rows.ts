// The steps of one layer as they are changed: among those of the layers beneath, which one can only replace. Here is what
// becomes of the list by each thing that somebody does to it, and what he proposes by it.
import { compose, type Layer } from '@achterwacht/shared/plan/compose.ts';
import {
  planLayers,
  type AskedContent,
  type ChosenFlag,
  type LayerStep,
  type PlanLayer,
} from '@achterwacht/shared/plan/state.ts';
import type { PlanView } from '@achterwacht/shared/routes/plans.ts';

type Typed = 'waitSeconds' | 'contactId' | 'requiredFor' | 'after' | 'replaces';

/** As it is typed. */
export type DraftStep = Omit<LayerStep, Typed> & {
  wait: string;
  /** Empty: nobody in particular. */
  contactId: string;
  outcomes: NonNullable<LayerStep['requiredFor']>;
};

type OwnRow = { from: 'own'; step: DraftStep; replaces: PlanLayer | null };
type RowBeneath = { from: PlanLayer; step: LayerStep };
export type DraftRow = OwnRow | RowBeneath;

export type Draft = {
  title: string;
  flags: readonly ChosenFlag[];
  listening: string;
  rows: readonly DraftRow[];
};

/** What counts of every layer, as the page was told. */
export const layersOf = ({ layers }: Pick<PlanView, 'layers'>): Layer[] =>
  layers.map(({ name: _name, ...layer }) => layer);

type Where = Pick<PlanView, 'layer' | 'layers'>;

const layersBeneath = (view: Where): Layer[] => {
  const place = planLayers.indexOf(view.layer);
  return layersOf(view).filter(({ layer }) => planLayers.indexOf(layer) < place);
};

/** What lies beneath, put together. */
const beneath = (view: Where): RowBeneath[] =>
  compose(layersBeneath(view)).steps.map(({ from, ...step }) => ({ from, step }));

export function draftOf(view: Where, content: AskedContent): Draft {
  const standing = new Map(beneath(view).map(({ from, step }) => [step.id, from]));
  const own = { layer: view.layer, planId: '', number: 1, content };
  return {
    title: content.title ?? '',
    flags: [...content.flags],
    listening: content.minimumListeningSeconds?.toString() ?? '',
    rows: compose([...layersBeneath(view), own]).steps.map(({ from, ...step }): DraftRow =>
      from === view.layer
        ? { from: 'own', step: typedOf(step), replaces: standing.get(step.id) ?? null }
        : { from, step },
    ),
  };
}

export function contentOf(
  { title, flags, listening, rows }: Draft,
  layer: PlanLayer,
): AskedContent {
  return {
    title: title.trim() || null,
    flags: [...flags],
    minimumListeningSeconds: listening.trim() ? Number(listening) : null,
    steps: rows.flatMap((row, index): LayerStep[] => {
      if (row.from !== 'own') return [];
      const step = stepOf(row.step);
      if (row.replaces) return [{ ...step, replaces: true }];
      // In the farthest layer the order alone says where it stands.
      if (layer === 'template') return [step];
      return [{ ...step, after: rows[index - 1]?.step.id ?? null }];
    }),
  };
}

export const newRow = (id: string): OwnRow => ({
  from: 'own',
  step: typedOf({ id, text: '', kind: 'manual', required: false }),
  replaces: null,
});

/** In other words than the layer beneath has it. */
export const withReplaced = (rows: readonly DraftRow[], stepId: string): DraftRow[] =>
  rows.map((row) =>
    row.from !== 'own' && row.step.id === stepId
      ? { from: 'own', step: typedOf(row.step), replaces: row.from }
      : row,
  );

/** Null: it cannot go further, or stands where what it replaces stands. */
export function withMoved(
  rows: readonly DraftRow[],
  stepId: string,
  by: 1 | -1,
): { rows: DraftRow[]; place: number } | null {
  const at = placeOf(rows, stepId);
  const row = rows[at];
  const to = at + by;
  if (row?.from !== 'own' || row.replaces || to < 0 || to >= rows.length) return null;
  return { rows: rows.toSpliced(at, 1).toSpliced(to, 0, row), place: to + 1 };
}

/** One that replaces gives way to what it replaced. */
export function without(rows: readonly DraftRow[], stepId: string, view: Where): DraftRow[] {
  const at = placeOf(rows, stepId);
  const row = rows[at];
  if (row?.from !== 'own') return [...rows];
  const stood = row.replaces && beneath(view).find(({ step }) => step.id === stepId);
  return rows.toSpliced(at, 1, ...(stood ? [stood] : []));
}

const placeOf = (rows: readonly DraftRow[], stepId: string) =>
  rows.findIndex(({ step }) => step.id === stepId);

function typedOf({ id, text, kind, required, ...more }: LayerStep): DraftStep {
  return {
    id,
    text,
    kind,
    required,
    wait: more.waitSeconds?.toString() ?? '',
    contactId: more.contactId ?? '',
    outcomes: more.requiredFor ?? [],
  };
}

/** What is no number stays none, so that it is said to be wrong. */
function stepOf({ wait, contactId, outcomes, ...step }: DraftStep): LayerStep {
  return {
    ...step,
    text: step.text.trim(),
    ...(step.required && outcomes.length > 0 && { requiredFor: [...outcomes] }),
    ...(step.kind === 'wait' && { waitSeconds: wait.trim() ? Number(wait) : Number.NaN }),
    ...(step.kind === 'call' && contactId && { contactId }),
  };
}
