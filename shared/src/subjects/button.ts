// A button with its loans as a subject.
import type { Actor } from '../actor.ts';
import type { ButtonCommand } from '../button/commands.ts';
import { buttonRules, type ButtonRefusal } from '../button/decide.ts';
import type { ButtonFact } from '../button/events.ts';
import { buttonFoldVersion, evolveButton, type ButtonEvent } from '../button/evolve.ts';
import { openLoan, type Button } from '../button/state.ts';
import { nothingTyped, type Subject } from '../subject.ts';

export type ButtonTypes = {
  State: Button;
  Command: ButtonCommand;
  Fact: ButtonFact;
  Event: ButtonEvent;
  Refusal: ButtonRefusal;
  LookedUp: object;
};

type AnyRule = {
  sentBy: readonly Actor['type'][];
  decide: (
    button: Button | null,
    command: ButtonCommand,
    now: Date,
  ) => ButtonFact[] | ButtonRefusal;
};

export const buttonSubject: Subject<ButtonTypes> = {
  name: 'button',
  idName: 'buttonId',
  feed: 'file',
  schemaVersion: 1,
  upcast: {},
  foldVersion: buttonFoldVersion,
  decide(button, command, { actor, now }) {
    const rule = buttonRules[command.type] as AnyRule;
    if (!rule.sentBy.includes(actor.type))
      return { status: 'refused', refusal: { code: 'rol-mag-niet', details: {} } };
    const answer = rule.decide(button, command, now);
    return 'code' in answer
      ? { status: 'refused', refusal: answer }
      : { status: 'accepted', facts: answer };
  },
  evolve: evolveButton,
  deadlinesOf: ({ deadlines }) => deadlines,
  // What comes due is shown to whoever lends; nobody is told outside.
  effectsOf: () => [],
  modeOf: () => 'real',
  municipalityOf: (button) => (openLoan(button) ?? button.loans.at(-1))?.municipalityId ?? null,
  sealed: nothingTyped,
};
