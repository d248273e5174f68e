// A button with its loans as a subject.
import { buttonRules, type ButtonRuleTypes } from '../button/decide.ts';
import { buttonFoldVersion, evolveButton, type ButtonEvent } from '../button/evolve.ts';
import { openLoan } from '../button/state.ts';
import { decideBy } from '../rule-table.ts';
import { nothingTyped, type Subject } from '../subject.ts';

export type ButtonTypes = ButtonRuleTypes & { Event: ButtonEvent };

export const buttonSubject: Subject<ButtonTypes> = {
  name: 'button',
  idName: 'buttonId',
  feed: 'file',
  schemaVersion: 1,
  upcast: {},
  foldVersion: buttonFoldVersion,
  decide: decideBy(buttonRules),
  evolve: evolveButton,
  deadlinesOf: ({ deadlines }) => deadlines,
  // What comes due is shown to whoever lends; nobody is told outside.
  effectsOf: () => [],
  modeOf: () => 'real',
  municipalityOf: (button) => (openLoan(button) ?? button.loans.at(-1))?.municipalityId ?? null,
  sealed: nothingTyped,
};
