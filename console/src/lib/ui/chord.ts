// Which key went down, as one word that can be shown, kept and compared: "Alt+L", "F8", "7".

/** Its modifiers in the order Ctrl, Alt, Shift, then what stands on it, as the browser calls that. */
export type Chord = string;

const modifiers = new Set(['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'CapsLock', 'NumLock']);

/** Null: a modifier by itself, a key of the system, or one that waits for the next to type an accent. */
export function chordOf(event: KeyboardEvent): Chord | null {
  const { key, ctrlKey, altKey, shiftKey, metaKey } = event;
  // AltGr types a character; where a keyboard has it, Windows calls it Ctrl+Alt.
  if (metaKey || (ctrlKey && altKey) || event.getModifierState('AltGraph')) return null;
  if (modifiers.has(key)) return null;
  const name = nameOf(event);
  if (name === null) return null;
  // A sign has its Shift in it, and so has a digit where the row above the letters types signs.
  const isShifted = shiftKey && (name.length > 1 || /[A-Z]/.test(name));
  return [ctrlKey && 'Ctrl', altKey && 'Alt', isShifted && 'Shift', name]
    .filter((part) => part !== false)
    .join('+');
}

/** What stands on the key: by the person's own layout, and by its place where that gives no letter or digit. */
function nameOf({ key, code, altKey, shiftKey }: KeyboardEvent): string | null {
  if (/^[a-z0-9]$/i.test(key)) return key.toUpperCase();
  // With Alt some systems give the sign beside the letter (¬ for L); a French row gives & for 1.
  const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  if (place?.[1] && altKey) return place[1];
  if (place?.[2] && (altKey || !shiftKey)) return place[2];
  if (key === 'Dead' || key === 'Unidentified' || key === 'Process') return null;
  return key === ' ' ? 'Space' : key;
}

const shown: Record<string, string> = {
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  '-': '−',
};

/** The plus key stands behind the plus that joins. */
const partsOf = (chord: Chord) => chord.split(/\+(?=.)/);

/** As it stands on a button. */
export const chordText = (chord: Chord): string =>
  partsOf(chord)
    .map((part) => shown[part] ?? part)
    .join('+');

const spoken: Record<string, string> = { Ctrl: 'Control', Esc: 'Escape', '+': 'Plus', '−': '-' };

/** As `aria-keyshortcuts` wants it; also of a chord that is text already. */
export const chordAria = (chord: Chord): string =>
  partsOf(chord)
    .map((part) => spoken[part] ?? part)
    .join('+');
