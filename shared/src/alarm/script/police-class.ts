// The verification aid: which grounds make an alarm one the police treat as Prio 1, and which leave it
// at assistance (politieassistentie – NIET GEVERIFIEERD), which is always possible. The police decide in
// the end; a centralist may override it with a reason.
import type { HandoverClass } from '../handover/state.ts';
import type { PoliceMessage } from '../police-reports/state.ts';
import type { VerificationBasis } from '../verification/state.ts';

/** Further messages that always say the same; whoever wrote another one chose its words. */
export const fixedMessages: Partial<Record<PoliceMessage['why'], string>> = {
  'possibly-false': 'Nader bericht: mogelijk loos – politie beslist.',
  'now-verified': 'Nader bericht: nu geverifieerd, Prio 1.',
};

/** What is known at the moment of the question. */
export type Grounds = {
  /** Somebody listening heard what tells of violence or threat. */
  heard: boolean;
  duressWordHeard: boolean;
  camera: boolean;
  personOnSite: boolean;
  /** Who pressed another button nearby; null: nobody did. */
  secondButton: 'another-person' | 'same-person' | 'unknown-person' | null;
};

/** A press by the same person, or by nobody knows whom, is one person's word twice. */
const countsAs = {
  heard: ({ heard }) => heard,
  'duress-word': ({ duressWordHeard }) => duressWordHeard,
  camera: ({ camera }) => camera,
  'second-button': ({ secondButton }) => secondButton === 'another-person',
  'person-on-site': ({ personOnSite }) => personOnSite,
} satisfies Record<string, (grounds: Grounds) => boolean>;

const basisOf = {
  heard: 'sound',
  'duress-word': 'duress-word',
  camera: 'camera',
  'second-button': 'several-buttons',
  'person-on-site': 'person-on-site',
} satisfies Record<keyof typeof countsAs, VerificationBasis>;

/** One ground is enough; `because` names all there are, strongest evidence first. */
export function policeClassOf(grounds: Grounds): {
  class: HandoverClass;
  because: VerificationBasis[];
} {
  const names = Object.keys(countsAs) as (keyof typeof countsAs)[];
  const because = names.filter((name) => countsAs[name](grounds)).map((name) => basisOf[name]);
  return { class: because.length > 0 ? 'prio-1' : 'assistance', because };
}

const classWords = {
  'prio-1': 'Prio 1',
  assistance: 'Politieassistentie',
} satisfies Record<HandoverClass, string>;

/**
 * What is said aloud; *Prio 1* is the police's own word. Whether it is verified does not follow from how it is asked
 * for: either class can be asked for with a reason, and a judgement may come later or be withdrawn.
 */
export function policeClassText(as: HandoverClass, isVerified: boolean): string {
  return `${classWords[as]} – ${isVerified ? 'geverifieerd' : 'NIET GEVERIFIEERD'}`;
}
