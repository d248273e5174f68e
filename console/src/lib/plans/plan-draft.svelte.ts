// What somebody is changing of one layer of a plan, what is wrong with it, and what of it never comes about. It stays as he
// typed it whatever the server says, until it is proposed or begun anew.
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import type { Layer } from '@achterwacht/shared/plan/compose.ts';
import { findingsOf, type Finding } from '@achterwacht/shared/plan/findings.ts';
import {
  askedContent,
  nothingSaid,
  type AskedContent,
  type ChosenFlag,
  type LayerStep,
} from '@achterwacht/shared/plan/state.ts';
import type { PlanView } from '@achterwacht/shared/routes/plans.ts';
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

const nothing = nothingSaid as AskedContent; // it has no flags at all

export class PlanDraft {
  #base = $state.raw<PlanView>() as PlanView; // set by the constructor
  title = $state('');
  flags = $state<ChosenFlag[]>([]);
  listening = $state('');
  rows = $state<DraftRow[]>([]);
  #removed = $state.raw<{ rows: DraftRow[]; text: string } | null>(null);
  /** As it was before he touched it. */
  #start = $state.raw('');
  #isTried = $state(false);

  readonly content: AskedContent = $derived.by(() => contentOf(this, this.#base.layer));
  readonly isChanged = $derived(textOf(this.content) !== this.#start);
  /** By the path of the field. */
  readonly #problems = $derived.by(() => {
    const issues = askedContent.safeParse(this.content).error?.issues ?? [];
    return new Set(issues.map(({ path }) => path.slice(0, 3).join('.')));
  });
  /** All that a press would copy if this counted. */
  readonly layers: Layer[] = $derived.by(() => {
    const { layer, number } = this.#base;
    const others = layersOf(this.#base).filter((one) => one.layer !== layer);
    return [...others, { layer, planId: '', number: number + 1, content: this.content }];
  });
  /** What of his own never comes about, or comes about otherwise. */
  readonly findings: Finding[] = $derived.by(() =>
    findingsOf(this.layers, this.#base.person).filter(({ layer }) => layer === this.#base.layer),
  );

  constructor(view: PlanView) {
    this.begin(view);
  }

  get base() {
    return this.#base;
  }
  /** What was taken out last, as long as nothing else was done. */
  get removed() {
    return this.#removed?.text ?? null;
  }

  /** From what somebody proposes where there is something, else from what counts. */
  begin(view: PlanView): void {
    this.#base = view;
    const { title, flags, listening, rows } = draftOf(
      view,
      view.proposed?.content ?? view.content ?? nothing,
    );
    this.title = title;
    this.flags = [...flags];
    this.listening = listening;
    this.rows = [...rows];
    this.#start = textOf(contentOf(this, view.layer));
    this.#removed = null;
    this.#isTried = false;
  }

  /** What was typed is meant on top of what stands there by now. */
  goOnUpon(view: PlanView): void {
    this.#base = view;
  }

  /** @returns whether it can be asked. */
  try(): boolean {
    this.#isTried = true;
    return this.#problems.size === 0;
  }

  isWrongAt(field: 'title' | 'minimumListeningSeconds'): boolean {
    return this.#isTried && this.#problems.has(field);
  }

  isStepWrong(stepId: string, field: keyof LayerStep): boolean {
    const index = this.content.steps.findIndex(({ id }) => id === stepId);
    return this.#isTried && this.#problems.has(`steps.${index}.${field}`);
  }

  hasWrong(stepId: string): boolean {
    const index = this.content.steps.findIndex(({ id }) => id === stepId);
    const isOfIt = (path: string) => path.startsWith(`steps.${index}.`);
    return this.#isTried && index >= 0 && [...this.#problems].some(isOfIt);
  }

  add(): string {
    const id = crypto.randomUUID();
    this.#become([...this.rows, newRow(id)]);
    return id;
  }

  replace(stepId: string): void {
    this.#become(withReplaced(this.rows, stepId));
  }

  /** @returns where it stands then, from 1; null: it cannot go further. */
  move(stepId: string, by: 1 | -1): number | null {
    const moved = withMoved(this.rows, stepId, by);
    if (moved) this.#become(moved.rows);
    return moved?.place ?? null;
  }

  remove(stepId: string): void {
    const rows = this.rows;
    const text = rows.find(({ step }) => step.id === stepId)?.step.text ?? '';
    this.#become(without(rows, stepId, this.#base));
    this.#removed = { rows, text };
  }

  undo(): void {
    if (this.#removed) this.#become(this.#removed.rows);
  }

  #become(rows: DraftRow[]): void {
    this.rows = rows;
    this.#removed = null;
  }
}

/** What is not there is not there, whichever way it is not. */
const textOf = (content: AskedContent) => canonical(JSON.parse(JSON.stringify(content)));
