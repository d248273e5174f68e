// What of a plan never comes about, and why. It is said beside the step while somebody writes it, and keeps nobody from
// proposing it: only he knows whether the contact is still to be entered. In prose:
//
// A step that a nearer layer replaces is never seen by anybody. A call to a contact who is not among the person's own
// cannot be made. A word cannot be compared where none was agreed. A required step stands before outcomes that an alarm
// with a plan can be closed as; `test` is none of them, so what is required for that alone is required for nothing. A
// `wait` begins once the step before it is done or skipped: behind one that never comes about it waits for somebody to
// skip that.
//
// Other things come about in another way than they look: a `wait` that is first runs from the claim; one without a time
// runs at once; a contact who may be involved is not called before the listener lifts NIET BELLEN; a step that replaces
// one that is not beneath any more, or stands behind one that is not there, stands behind all others.
import type { Outcome } from '../alarm/outcome.ts';
import { compose, inOrder, type ComposedStep, type Layer } from './compose.ts';
import type { LayerStep, PlanLayer } from './state.ts';

export const neverReached = [
  'replaced',
  'contact-not-there',
  'no-word-agreed',
  'outcome-cannot-come',
  'behind-never',
] as const;
export const otherwise = [
  'outcome-is-no-plans',
  'wait-from-claim',
  'wait-without-time',
  'contact-may-be-involved',
  'replaces-nothing',
  'stands-last',
] as const;
export type FindingCode = (typeof neverReached)[number] | (typeof otherwise)[number];

export type Finding = {
  layer: PlanLayer;
  stepId: string;
  code: FindingCode;
  /** Of `replaced`: by which layer. */
  by?: PlanLayer;
};

/** What is known of whoever it is for; null: of nobody in particular, as a municipality's template. */
export type KnownPerson = {
  codeWordAgreed: boolean;
  contacts: readonly { id: string; mayBeInvolved: boolean }[];
} | null;

export const isNever = ({ code }: Pick<Finding, 'code'>): boolean =>
  (neverReached as readonly FindingCode[]).includes(code);

export function findingsOf(given: readonly Layer[], person: KnownPerson): Finding[] {
  const layers = inOrder(given);
  const found = [...ofLayers(layers), ...ofSteps(compose(layers).steps, person)];
  const order = layers.flatMap(({ layer, content }) =>
    content.steps.map(({ id }) => `${layer}/${id}`),
  );
  const placeOf = ({ layer, stepId }: Finding) => order.indexOf(`${layer}/${stepId}`);
  return found.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** What only shows between layers. */
function ofLayers(layers: readonly Layer[]): Finding[] {
  const found: Finding[] = [];
  layers.forEach(({ layer, content }, index) => {
    const nearer = layers.slice(index + 1);
    const beneath = compose(layers.slice(0, index)).steps.map(({ id }) => id);
    const there = [...beneath];
    for (const step of content.steps) {
      const about = { layer, stepId: step.id };
      const by = nearer.find((one) => one.content.steps.some(({ id }) => id === step.id));
      if (by) found.push({ ...about, code: 'replaced', by: by.layer });
      const isBeneath = beneath.includes(step.id);
      if (step.replaces && !isBeneath) found.push({ ...about, code: 'replaces-nothing' });
      if (!isBeneath && typeof step.after === 'string' && !there.includes(step.after))
        found.push({ ...about, code: 'stands-last' });
      there.push(step.id);
    }
  });
  return found;
}

function ofSteps(steps: readonly ComposedStep[], person: KnownPerson): Finding[] {
  const found: Finding[] = [];
  let isBehindNever = false;
  steps.forEach((step, index) => {
    const codes = codesOf(step, index === 0, person);
    if (step.kind === 'wait' && isBehindNever) codes.push('behind-never');
    found.push(...codes.map((code) => ({ layer: step.from, stepId: step.id, code })));
    isBehindNever = codes.some((code) => code !== 'outcome-cannot-come' && isNever({ code }));
  });
  return found;
}

/** Of an alarm that copies steps: it is closed as no test, and as everything else. */
const cannotCome: ReadonlySet<Outcome> = new Set(['test']);

function codesOf(step: ComposedStep, isFirst: boolean, person: KnownPerson): FindingCode[] {
  const codes: FindingCode[] = [];
  const { kind, required, requiredFor = [] } = step;
  const never = requiredFor.filter((outcome) => cannotCome.has(outcome));
  if (required && never.length > 0)
    codes.push(never.length === requiredFor.length ? 'outcome-cannot-come' : 'outcome-is-no-plans');
  if (kind === 'wait' && isFirst) codes.push('wait-from-claim');
  if (kind === 'wait' && step.waitSeconds === undefined) codes.push('wait-without-time');
  if (kind === 'word' && person && !person.codeWordAgreed) codes.push('no-word-agreed');
  if (kind === 'call') codes.push(...ofCall(step, person));
  return codes;
}

/** Whom it names is somebody's own contact: where it is of nobody in particular there is none. */
function ofCall({ contactId }: Pick<LayerStep, 'contactId'>, person: KnownPerson): FindingCode[] {
  if (contactId === undefined) return [];
  const contact = person?.contacts.find(({ id }) => id === contactId);
  if (!contact) return ['contact-not-there'];
  return contact.mayBeInvolved ? ['contact-may-be-involved'] : [];
}
