// A plan (*alarminstructie*) as its log folds: what one layer says, what somebody proposes instead, and who agreed. A
// municipality's template lies beneath, what is said of one person over it, and what is said of one button over both.
// What a press makes of the three is `compose.ts`; an alarm copies that and never looks here again.
import * as z from 'zod';
import { planFlag, planStep, type PlanFlag } from '../alarm/plan/state.ts';
import { outcome } from '../alarm/outcome.ts';
import { plainLine } from '../setting/plain-line.ts';
import { staffMember } from '../staff-member.ts';

/** From the farthest to the nearest: what a later one says counts before what an earlier one says. */
export const planLayers = ['template', 'person', 'button'] as const;
export const planLayer = z.enum(planLayers);
export type PlanLayer = z.infer<typeof planLayer>;

/** How long the centralist listens at least; beyond, a harmless press would never be quick to close. */
export const listeningBounds = { least: 10, most: 60, usual: 30 } as const;
/** Shorter is no wait, and longer no centralist waits with one alarm. */
export const waitBounds = { least: 5, most: 3_600 } as const;
export const mostSteps = 40;

const stepId = z.string().regex(/^[\w-]{1,60}$/);

/** A step as one layer says it. */
export const layerStep = z.object({
  id: stepId,
  text: plainLine(200),
  kind: planStep.shape.kind,
  required: z.boolean(),
  /** Of a required one: before which outcomes; without them before each by which somebody needed help. */
  requiredFor: z.array(outcome).min(1).optional(),
  /** Of a `wait`. */
  waitSeconds: z.int().min(waitBounds.least).max(waitBounds.most).optional(),
  /** Of a `call`: whom of the person's own contacts. */
  contactId: z.uuid().optional(),
  /** It stands in the place of the step with this id in a layer beneath. */
  replaces: z.literal(true).optional(),
  /** Of one that is added: the step behind which it stands. Null: before all others; missing: behind them. */
  after: stepId.nullable().optional(),
});
export type LayerStep = z.infer<typeof layerStep>;

/** What a layer can add to the flags. NIET BELLEN is of every plan; an AOL is entered with the person, by the centre alone. */
export const chosenFlag = planFlag.exclude(['no-call', 'aol']);
export type ChosenFlag = z.infer<typeof chosenFlag>;

const contentOf = <Flag extends z.ZodType>(flag: Flag) =>
  z.object({
    /** Null: as the layer beneath is called. */
    title: plainLine(120).nullable(),
    flags: z.array(flag).max(planFlag.options.length),
    /** Null: as the layer beneath says. */
    minimumListeningSeconds: z
      .int()
      .min(listeningBounds.least)
      .max(listeningBounds.most)
      .nullable(),
    steps: z.array(layerStep).max(mostSteps),
  });

export const planContent = contentOf(planFlag);
export type PlanContent = z.infer<typeof planContent>;

export const planProblem = z.enum([
  'step-twice',
  'wait-without-time',
  'time-without-wait',
  'contact-without-call',
  'outcomes-without-required',
  'twice',
]);
export type PlanProblem = z.infer<typeof planProblem>;

/** What somebody proposes: as it is kept, and of one piece. Each problem names itself in `params.problem`. */
export const askedContent = contentOf(chosenFlag).superRefine(({ flags, steps }, context) => {
  const say = (path: (string | number)[], problem: PlanProblem) =>
    context.addIssue({ code: 'custom', path, params: { problem } });
  if (new Set(flags).size < flags.length) say(['flags'], 'twice');
  steps.forEach((step, index) => {
    const at = (field: keyof LayerStep) => ['steps', index, field];
    if (steps.findIndex(({ id }) => id === step.id) < index) say(at('id'), 'step-twice');
    const waits = step.kind === 'wait';
    if (waits && step.waitSeconds === undefined) say(at('waitSeconds'), 'wait-without-time');
    if (!waits && step.waitSeconds !== undefined) say(at('waitSeconds'), 'time-without-wait');
    if (step.kind !== 'call' && step.contactId !== undefined)
      say(at('contactId'), 'contact-without-call');
    const outcomes = step.requiredFor ?? [];
    if (!step.required && outcomes.length > 0) say(at('requiredFor'), 'outcomes-without-required');
    if (new Set(outcomes).size < outcomes.length) say(at('requiredFor'), 'twice');
  });
});
export type AskedContent = z.infer<typeof askedContent>;

/** Null: a part of the system. */
export const author = staffMember.nullable();
export type Author = z.infer<typeof author>;

/** Why nobody else was asked: there is no second supervisor, or a part of the system wrote it. */
export const alone = z.enum(['only-supervisor', 'by-system']);
export type Alone = z.infer<typeof alone>;

/** Why somebody refuses what another proposed: typed, so it is sealed. */
export const refusalReason = plainLine(300);

/** Of whom or what it is: a municipality, a person or a button, by its layer. */
export const planOf = z.object({ layer: planLayer, ofId: z.uuid(), municipalityId: z.uuid() });
export type PlanOf = z.infer<typeof planOf>;

export type Proposal = { content: PlanContent | null; by: Author; at: string; version: number };

export type Plan = PlanOf & {
  id: string;
  centreId: string;
  /** What counts; null before anything did, and once its key was erased. */
  content: PlanContent | null;
  /** How often something else began to count: the version that people read. 0: nothing does. */
  number: number;
  /** Since when, and who wanted it; null before anything counted. */
  counts: { since: string; proposedBy: Author; by: Author; alone: Alone | null } | null;
  proposed: Proposal | null;
  /** What somebody refused since, until it is proposed anew; null reason: its key was erased. */
  refused: { by: Author; at: string; reason: string | null } | null;
  version: number;
  updatedAt: string;
  /** What was typed stands in the contents, which are sealed as what was typed. */
  personal: null;
};

const isChosen = (flag: PlanFlag): flag is ChosenFlag => chosenFlag.safeParse(flag).success;

/** What is proposed, with the flags that nobody chooses there as they stand; in one order, so that the same is the same. */
export function withFlagsKept(asked: AskedContent, stands: PlanContent | null): PlanContent {
  const kept = (stands?.flags ?? []).filter((flag) => !isChosen(flag));
  const all = new Set<PlanFlag>([...asked.flags, ...kept]);
  return { ...asked, flags: planFlag.options.filter((flag) => all.has(flag)) };
}

/** As whoever changes it reads it. */
export function shownContent(content: PlanContent): AskedContent {
  return { ...content, flags: content.flags.filter(isChosen) };
}

export const nothingSaid: PlanContent = {
  title: null,
  flags: [],
  minimumListeningSeconds: null,
  steps: [],
};
