// What the rules about a member are about, for the parts of their table.
import type { Actor } from '../actor.ts';
import type { Refused } from '../rule-table.ts';
import type { MemberCommand } from './commands.ts';
import type { MemberFact } from './events.ts';
import type { Colleague } from './four-eyes.ts';
import type { Member } from './state.ts';

export type MemberRefusal = Refused<
  | 'not-found'
  | 'rol-mag-niet'
  | 'niet-uzelf'
  | 'laatste-beheerder'
  | 'gemeente-ontbreekt'
  | 'gemeente-hoort-niet'
  | 'gemeente-van-ander'
  | 'mailadres-bezet'
  | 'medewerker-niet-zo'
  | 'medewerker-onleesbaar'
  | 'tussentijds-gewijzigd'
  | 'papier-verkeerd-om'
  | 'uitnodiging-ongeldig'
  | 'herstel-niet-voor-u'
  | 'herstel-loopt'
  | 'herstel-niet-gevraagd'
  | 'herstelcode-onjuist'
  | 'tweede-persoon-nodig'
  | 'tweede-persoon-nieuw'
>;

/** What a decision needs to know beside the member. */
export type MemberContext = {
  /** Active ones of the centre, beside this one. */
  otherAdministrators: number;
  /** Whether the municipality that the command names is one of the centre. */
  knowsMunicipality: boolean;
  /** Who may help this one to a new second factor, or might before. */
  helpers: readonly Colleague[];
  /** Where whoever asks belongs; null: the centre. */
  askerMunicipalityId: string | null;
};

export type MemberRuleTypes = {
  State: Member;
  Command: MemberCommand;
  Fact: MemberFact;
  Refusal: MemberRefusal;
  LookedUp: MemberContext;
};

export const isSelf = ({ id }: Member, actor: Actor): boolean =>
  actor.type === 'person' && actor.id === id;
