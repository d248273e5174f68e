// The one judgement that the police ask for, as six keys: what it rests on, that nothing can be known,
// or that nobody needs help.
import type { VerificationBasis } from '@achterwacht/shared/alarm/verification/state.ts';
import type { KeyActionId } from '../keys/key-actions.ts';
import { m } from '../paraglide/messages.js';

export type Decision = { id: KeyActionId; word: () => string } & (
  | {
      type: 'verified';
      /** More than one: which it is, is asked beside the note. */
      bases: readonly [VerificationBasis, ...VerificationBasis[]];
    }
  | { type: 'unverifiable' }
  | { type: 'harmless' }
);

/** Where a press nearby points at. */
export const severalButtons = 'verify-buttons';

export const decisions: readonly Decision[] = [
  { id: 'verify-sound', type: 'verified', bases: ['sound'], word: m.decision_sound },
  { id: 'verify-person', type: 'verified', bases: ['person-on-site'], word: m.decision_person },
  { id: severalButtons, type: 'verified', bases: ['several-buttons'], word: m.decision_buttons },
  {
    id: 'verify-duress-word',
    type: 'verified',
    bases: ['duress-word', 'camera'],
    word: m.decision_duress_word,
  },
  { id: 'verify-unverifiable', type: 'unverifiable', word: m.decision_unverifiable },
  { id: 'verify-harmless', type: 'harmless', word: m.decision_harmless },
];
