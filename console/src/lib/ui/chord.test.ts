// Which key went down, on the keyboards that stand on these desks.
import { expect, test } from 'vitest';
import { chordAria, chordOf, chordText } from './chord.ts';

type Pressed = Partial<KeyboardEvent> & { key: string; isAltGraph?: boolean };

const chord = ({ isAltGraph = false, ...pressed }: Pressed) =>
  chordOf({
    code: '',
    ctrlKey: false,
    altKey: false,
    shiftKey: false,
    metaKey: false,
    getModifierState: (name: string) => name === 'AltGraph' && isAltGraph,
    ...pressed,
  } as KeyboardEvent); // All that is read of one.

test.each<[string, Pressed]>([
  ['F8', { key: 'F8', code: 'F8' }],
  ['Shift+F6', { key: 'F6', shiftKey: true }],
  ['Alt+L', { key: 'l', code: 'KeyL', altKey: true }],
  ['Ctrl+M', { key: 'm', code: 'KeyM', ctrlKey: true }],
  ['Ctrl+Enter', { key: 'Enter', ctrlKey: true }],
  ['W', { key: 'w', code: 'KeyW' }],
  ['W', { key: 'W', code: 'KeyW' }],
  ['Shift+W', { key: 'W', code: 'KeyW', shiftKey: true }],
  ['3', { key: '3', code: 'Numpad3' }],
  ['+', { key: '+', code: 'Equal', shiftKey: true }],
  ['Space', { key: ' ', code: 'Space' }],
])('%s', (name, pressed) => {
  expect(chord(pressed)).toBe(name);
});

test('the letter that stands on the key counts, and its place where Alt gives another sign', () => {
  expect(chord({ key: 'z', code: 'KeyY' })).toBe('Z');
  expect(chord({ key: '¬', code: 'KeyL', altKey: true })).toBe('Alt+L');
  expect(chord({ key: 'Dead', code: 'KeyN', altKey: true })).toBe('Alt+N');
});

test('a digit where the row above the letters types signs', () => {
  expect(chord({ key: '&', code: 'Digit1' })).toBe('1');
  expect(chord({ key: '1', code: 'Digit1', shiftKey: true })).toBe('1');
  expect(chord({ key: '!', code: 'Digit1', shiftKey: true })).toBe('!');
});

test.each<[string, Pressed]>([
  ['AltGr types ß or é', { key: 'ß', code: 'KeyS', isAltGraph: true }],
  ['AltGr as Windows tells it', { key: 'é', code: 'KeyE', ctrlKey: true, altKey: true }],
  ['an accent that waits for its letter', { key: 'Dead', code: 'Quote' }],
  ['a modifier by itself', { key: 'Alt', altKey: true }],
  ['the system’s', { key: 'l', code: 'KeyL', metaKey: true }],
])('%s is none of ours', (_name, pressed) => {
  expect(chord(pressed)).toBeNull();
});

test('as it stands on a button, and as it is told to a screen reader', () => {
  expect(chordText('Escape')).toBe('Esc');
  expect(chordText('Ctrl+ArrowDown')).toBe('Ctrl+↓');
  expect(chordAria('Ctrl+M')).toBe('Control+M');
  expect(chordAria('Esc')).toBe('Escape');
  expect(chordAria('+')).toBe('Plus');
  expect(chordAria('Alt++')).toBe('Alt+Plus');
});
