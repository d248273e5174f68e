// How the demo's people want to be helped: what each municipality agreed for everybody, what somebody has of his own, and
// what an officer proposes instead. Made by the same commands as everything else.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { Outcome } from '@achterwacht/shared/alarm/outcome.ts';
import {
  chosenFlag,
  type AskedContent,
  type LayerStep,
  type PlanOf,
} from '@achterwacht/shared/plan/state.ts';
import type { Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { changePlan } from '../plans/change-plan.ts';
import type { DemoHolder } from './holder.ts';

const somebodyNeededHelp: Outcome[] = ['real-incident', 'threat', 'medical'];
const nobodyNeededHelp: Outcome[] = ['false-accident', 'false-technical', 'unannounced-test'];
const machine: Actor = { type: 'system', part: 'demo' };

const manual = { kind: 'manual', required: false } as const;
const listen: LayerStep = {
  ...manual,
  id: 'listen',
  text: 'Luister mee en noteer wat u hoort, met tijd',
};
const again: LayerStep = {
  ...manual,
  id: 'again',
  kind: 'wait',
  waitSeconds: 120,
  text: 'Wacht twee minuten en bel wie niet opnam opnieuw',
};
const afterwards: LayerStep = {
  ...manual,
  id: 'after',
  text: 'Leg vast wie opvang nodig heeft, en zeg het de OOV-piket',
  required: true,
  requiredFor: somebodyNeededHelp,
};

/** What a municipality agreed for everybody. */
const template = (municipality: string): AskedContent => ({
  title: `Alarminstructie ${municipality}`,
  flags: [],
  minimumListeningSeconds: 30,
  steps: [listen, again, afterwards],
});

/** What is somebody's own. `piketId`: the contact who is never where it happens. */
function own(
  { codeWord, flags, function: work, specialInstruction }: DemoHolder,
  piketId: string,
): AskedContent {
  const piket: LayerStep = {
    id: 'piket',
    kind: 'call',
    contactId: piketId,
    text: `Bel de OOV-piket: waar is de ${work} nu, en met wie?`,
    required: true,
    // Where the piket is asked for even when in doubt, it hears of a harmless press as well.
    requiredFor: [...somebodyNeededHelp, ...(specialInstruction ? nobodyNeededHelp : [])],
    after: 'listen',
  };
  const word: LayerStep = {
    ...manual,
    id: 'word',
    kind: 'word',
    text: 'Ziet of spreekt iemand de drager: vraag het codewoord',
    after: 'piket',
  };
  return {
    title: `Alarminstructie ${work}`,
    flags: flags.flatMap((flag) => chosenFlag.safeParse(flag).data ?? []),
    minimumListeningSeconds: null,
    steps: codeWord === null ? [piket] : [piket, word],
  };
}

/** Before anything that somebody proposes instead. */
const longAgo = ({ keys, clock }: Parts): Parts => ({
  keys,
  clock: { now: () => new Date(clock.now().getTime() - 90 * 86_400_000) },
});

type Where = { centreId: string; municipalityId: string };

export const seedTemplate = (parts: Parts, tx: Transaction, name: string, where: Where) =>
  propose(longAgo(parts), tx, {
    ...where,
    of: { layer: 'template', ofId: where.municipalityId },
    content: template(name),
    actor: machine,
  });

export const seedOwnPlan = (
  parts: Parts,
  tx: Transaction,
  holder: DemoHolder,
  { holderId, piketId, ...where }: Where & { holderId: string; piketId: string },
) =>
  propose(longAgo(parts), tx, {
    ...where,
    of: { layer: 'person', ofId: holderId },
    content: own(holder, piketId),
    actor: machine,
  });

/** Longer listening, as an officer wants it for all of his municipality since something happened. */
export const longerTemplate = (name: string): AskedContent => ({
  ...template(name),
  minimumListeningSeconds: 45,
  steps: [
    listen,
    again,
    { ...manual, id: 'council', text: 'Zeg de bode welke deur dicht moet', required: true },
    afterwards,
  ],
});

type Proposal = Where & {
  of: Pick<PlanOf, 'layer' | 'ofId'>;
  content: AskedContent;
  actor: Actor;
};

export async function propose(
  parts: Parts,
  tx: Transaction,
  { centreId, municipalityId, of, content, actor }: Proposal,
): Promise<void> {
  const about = { ...of, municipalityId };
  const command = { type: 'ProposePlan', centreId, ...about, content } as const;
  const changed = await changePlan(parts, tx, { centreId, of: about, command, actor });
  if (changed && 'details' in changed)
    throw new Error(`a plan that cannot be proposed: ${changed.code}`);
}
