// What the rules about a button are about: why something is refused, and what they are told beside it.
import type { Refused } from '../rule-table.ts';
import type { ButtonCommand } from './commands.ts';
import type { ButtonFact } from './events.ts';
import type { Button, SoundTest } from './state.ts';

export type ButtonRefusal = Refused<
  | 'rol-mag-niet'
  | 'knop-onbekend'
  | 'knop-bestaat-al'
  | 'knop-uitgeleend'
  | 'knop-afgevoerd'
  | 'knop-vermist'
  | 'knop-opzij'
  | 'account-bezet'
  | 'gemeente-onbekend'
  | 'gemeente-anders'
  | 'drager-onbekend'
  | 'naam-meermaals'
  | 'tussentijds-gewijzigd'
  | 'geluidstest-ontbreekt'
  | 'herbeoordeling-ongeldig'
  | 'uitleen-overlapt'
  | 'uitleen-onbekend'
  | 'uitleen-al-terug'
  | 'uitleen-nog-niet-terug'
  | 'uitleen-periode'
>;

/** What a decision needs to know beside the button. */
export type ButtonContext = {
  /** The newest test press of it that was heard. */
  heard: SoundTest | null;
  /** Whom it is to be lent to; null where he is in nobody's register. */
  holder: { municipalityId: string } | null;
  /** Whether another button has its serial already, and which has its account. */
  taken: { serial: boolean; accountBy: string | null };
  /** Of the centre's customers, without those that ended. */
  municipalityIds: readonly string[];
};

export const nothingLookedUp: ButtonContext = {
  heard: null,
  holder: null,
  taken: { serial: false, accountBy: null },
  municipalityIds: [],
};

export type ButtonRuleTypes = {
  State: Button;
  Command: ButtonCommand;
  Fact: ButtonFact;
  Refusal: ButtonRefusal;
  LookedUp: ButtonContext;
};
