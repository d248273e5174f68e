// What a plan, its layers, and what of it never comes about are called.
import type { FindingCode, Finding } from '@achterwacht/shared/plan/findings.ts';
import { isNever } from '@achterwacht/shared/plan/findings.ts';
import type { ChosenFlag, LayerStep, PlanLayer } from '@achterwacht/shared/plan/state.ts';
import type { Difference } from '@achterwacht/shared/plan/differences.ts';
import type { PlanVersion, PlanView } from '@achterwacht/shared/routes/plans.ts';
import { m } from '../paraglide/messages.js';
import { dayAndTime } from '../time/format.ts';
import { flagWords } from '../words.ts';

export const layerWords = {
  template: m.plan_layer_template,
  person: m.plan_layer_person,
  button: m.plan_layer_button,
} satisfies Record<PlanLayer, () => string>;

const titles = {
  template: m.plan_title_of_template,
  person: m.plan_title_of_person,
  button: m.plan_title_of_button,
} satisfies Record<PlanLayer, (of: { name: string }) => string>;

export const planTitle = ({ layer, name }: Pick<PlanView, 'layer' | 'name'>) =>
  titles[layer]({ name });

export const flagText = (flag: ChosenFlag) => flagWords[flag]();

const findingWords = {
  replaced: ({ by }: Finding) => m.plan_finding_replaced({ layer: layerWords[by ?? 'button']() }), // it says by which
  'contact-not-there': m.plan_finding_contact_not_there,
  'no-word-agreed': m.plan_finding_no_word_agreed,
  'outcome-cannot-come': m.plan_finding_outcome_cannot_come,
  'behind-never': m.plan_finding_behind_never,
  'outcome-is-no-plans': m.plan_finding_outcome_is_no_plans,
  'wait-from-claim': m.plan_finding_wait_from_claim,
  'wait-without-time': m.plan_finding_wait_without_time,
  'contact-may-be-involved': m.plan_finding_contact_may_be_involved,
  'replaces-nothing': m.plan_finding_replaces_nothing,
  'stands-last': m.plan_finding_stands_last,
} satisfies Record<FindingCode, (finding: Finding) => string>;

export function findingText(finding: Finding): string {
  const said: (finding: Finding) => string = findingWords[finding.code];
  const reason = said(finding);
  return isNever(finding) ? m.plan_never({ reason }) : m.plan_otherwise({ reason });
}

type Counts = NonNullable<PlanView['counts']>;

export function decidedText({ proposedBy, by, alone }: Omit<Counts, 'since'>): string {
  if (alone === 'by-system' || !by) return m.plan_by_system();
  if (alone === 'only-supervisor') return m.plan_by_only({ name: by.name });
  return m.plan_by_two({ proposer: proposedBy?.name ?? '', name: by.name });
}

export function sinceText({ number, counts }: Pick<PlanView, 'number' | 'counts'>): string {
  if (number === 0) return m.plan_none_yet();
  if (!counts) return m.plan_number({ number });
  return m.plan_counts_since({ number, at: dayAndTime(counts.since), by: decidedText(counts) });
}

const happenedWords = {
  proposed: m.plan_what_proposed,
  'taken-over': m.plan_what_taken_over,
  approved: m.plan_what_approved,
  refused: m.plan_what_refused,
  withdrawn: m.plan_what_withdrawn,
  emptied: m.plan_what_emptied,
} satisfies Record<PlanVersion['what'], (by: { name: string }) => string>;

export const happenedText = ({ what, by }: PlanVersion) =>
  happenedWords[what]({ name: by?.name ?? m.plan_the_system() });

const fieldWords: Partial<Record<keyof LayerStep, () => string>> = {
  text: m.plan_field_text,
  kind: m.plan_field_kind,
  required: m.plan_field_required,
  requiredFor: m.plan_field_required,
  waitSeconds: m.plan_field_wait,
  contactId: m.plan_field_contact,
};

/** @param textOf What a step says, after or before. */
export function differenceText(difference: Difference, textOf: (stepId: string) => string): string {
  switch (difference.what) {
    case 'title':
    case 'listening': {
      const [before, after] = [difference.before, difference.after].map((value) =>
        value === null ? m.plan_as_beneath() : String(value),
      );
      const said = { before: before ?? '', after: after ?? '' };
      return difference.what === 'title' ? m.plan_diff_title(said) : m.plan_diff_listening(said);
    }
    case 'flag-added':
      return m.plan_diff_flag_added({ flag: flagWords[difference.flag]() });
    case 'flag-removed':
      return m.plan_diff_flag_removed({ flag: flagWords[difference.flag]() });
    case 'step-added':
      return m.plan_diff_step_added({ step: textOf(difference.stepId) });
    case 'step-removed':
      return m.plan_diff_step_removed({ step: textOf(difference.stepId) });
    case 'step-moved':
      return m.plan_diff_step_moved({ step: textOf(difference.stepId) });
    case 'step-changed': {
      const fields = difference.fields.flatMap((field) => fieldWords[field]?.() ?? []);
      return m.plan_diff_step_changed({
        step: textOf(difference.stepId),
        fields: [...new Set(fields)].join(', '),
      });
    }
  }
}
