// The one judgement that the police ask for, as six keys: what it rests on, that nothing can be known,
// or that nobody needs help.
import type { VerificationBasis } from '@achterwacht/shared/alarm/verification/state.ts';
import { m } from '../paraglide/messages.js';

export type Decision = { key: string; word: () => string } & (
  | {
      type: 'verified';
      /** More than one: which it is, is asked beside the note. */
      bases: readonly [VerificationBasis, ...VerificationBasis[]];
    }
  | { type: 'unverifiable' }
  | { type: 'harmless' }
);

/** Where a press nearby points at. */
export const keyOfSeveralButtons = '3';

export const decisions: readonly Decision[] = [
  { key: '1', type: 'verified', bases: ['sound'], word: m.decision_sound },
  { key: '2', type: 'verified', bases: ['person-on-site'], word: m.decision_person },
  {
    key: keyOfSeveralButtons,
    type: 'verified',
    bases: ['several-buttons'],
    word: m.decision_buttons,
  },
  { key: '4', type: 'verified', bases: ['duress-word', 'camera'], word: m.decision_duress_word },
  { key: '5', type: 'unverifiable', word: m.decision_unverifiable },
  { key: '6', type: 'harmless', word: m.decision_harmless },
];
