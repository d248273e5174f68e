// What is said of a sheet: why it was not kept, and what was reported of somebody once.
import type { PlanFlag } from '@achterwacht/shared/alarm/plan/state.ts';
import type { PersonRefusal } from '@achterwacht/shared/person/decide.ts';
import type { LookAt } from '@achterwacht/shared/routes/persons.ts';
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { errorText } from '../words.ts';

/** Nobody takes a sheet away here. */
type Code = Exclude<PersonRefusal['code'], 'not-found' | 'rol-mag-niet' | 'blad-nog-nodig'>;

const sentences = {
  'al-ingeschreven': m.refusal_al_ingeschreven,
  'geen-klant': m.refusal_geen_klant,
  'persoon-onleesbaar': m.refusal_persoon_onleesbaar,
  'gezin-onbekend': m.refusal_gezin_onbekend,
  'gezin-van-gezin': m.refusal_gezin_van_gezin,
  'account-onbekend': m.refusal_account_onbekend,
  'account-van-ander': m.refusal_account_van_ander,
  'woorden-lijken': m.refusal_woorden_lijken,
  'tussentijds-gewijzigd': m.person_changed_meanwhile,
} satisfies Record<Code, () => string>;

export function personProblem(error: unknown): string {
  if (error instanceof ApiError && error.code in sentences) return sentences[error.code as Code]();
  return errorText(error);
}

export const reportedWords = {
  'weapon-reported': m.person_reported_weapon,
  children: m.person_reported_children,
  'medical-need': m.person_reported_medical,
  'no-call': m.person_reported_no_call,
  aol: m.person_reported_aol,
} satisfies Record<PlanFlag, () => string>;

type Why = NonNullable<LookAt['reason']>['why'];

export const whyWords = {
  'hand-out': m.person_why_hand_out,
  update: m.person_why_update,
  talk: m.person_why_talk,
  'asked-by-person': m.person_why_asked,
  other: m.person_why_other,
  alarm: m.person_why_alarm,
} satisfies Record<Why, () => string>;

export const reasonText = ({ words, why }: NonNullable<LookAt['reason']>) =>
  words ?? whyWords[why]();
