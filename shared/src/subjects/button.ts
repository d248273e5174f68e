// A button as a subject: what is registered of it, and its loans.
import { buttonRules } from '../button/decide.ts';
import { buttonFoldVersion, evolveButton, type ButtonEvent } from '../button/evolve.ts';
import type { ButtonRuleTypes } from '../button/rule.ts';
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
  municipalityOf: (button) =>
    openLoan(button)?.municipalityId ??
    (button.registered ?? button.loans.at(-1))?.municipalityId ??
    null,
  sealed: nothingTyped,
};
