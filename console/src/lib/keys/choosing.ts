// Which key can be given to what. A browser keeps some for itself, typing needs others, and a single letter that works
// everywhere would do things while somebody dictates (WCAG 2.1.4); of two that meet in one region the person decides.
import type { Chord } from '../ui/chord.ts';
import {
  isOfDesk,
  keyActionIds,
  keyActions,
  regionsOfDesk,
  type KeyActionId,
} from './key-actions.ts';

export type KeyRefusal = 'browser' | 'field' | 'single' | 'fixed';

const ofBrowser =
  /^(F5|F11|F12|Ctrl\+(Shift\+)?[WTNRIJ]|Ctrl\+(F4|F5|Tab|Shift\+Tab|\d|[LP])|Alt\+(F4|Home|Space|ArrowLeft|ArrowRight))$/;
const ofField =
  /^(Shift\+)?(Tab|Enter|Escape|Space|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Arrow\w+)$|^Ctrl\+(Shift\+)?([ACVXYZ]|Backspace|Delete|Home|End|Arrow\w+)$/;
const isSingle = (chord: Chord) => /^(Shift\+)?.$/u.test(chord);

/** Null: it can. */
export function whyNotKey(id: KeyActionId, chord: Chord): KeyRefusal | null {
  const { region } = keyActions[id];
  if (ofBrowser.test(chord)) return 'browser';
  if (ofField.test(chord)) return 'field';
  if (isSingle(chord) && !takesSingle.has(region)) return 'single';
  return (region === 'queue' || region === 'desk') && /^[1-9]$/.test(chord) ? 'fixed' : null;
}

const takesSingle: ReadonlySet<string> = new Set(['desk', ...regionsOfDesk]);

/** Who has this key where `id` works; null: nobody. */
export function holderOf(
  id: KeyActionId,
  chord: Chord,
  keyOf: (id: KeyActionId) => Chord,
): KeyActionId | null {
  return (
    keyActionIds.find((other) => other !== id && keyOf(other) === chord && meet(id, other)) ?? null
  );
}

function meet(one: KeyActionId, other: KeyActionId): boolean {
  const [here, there] = [keyActions[one].region, keyActions[other].region];
  if (here === there || here === 'anywhere' || there === 'anywhere') return true;
  return (here === 'desk' && isOfDesk(there)) || (there === 'desk' && isOfDesk(here));
}

/** Whether `other` can have the key that `id` gives up for its own. */
export function canSwap(
  id: KeyActionId,
  other: KeyActionId,
  keyOf: (id: KeyActionId) => Chord,
): boolean {
  const given = keyOf(id);
  const holder = holderOf(other, given, (each) => (each === id ? keyOf(other) : keyOf(each)));
  return whyNotKey(other, given) === null && holder === null;
}
