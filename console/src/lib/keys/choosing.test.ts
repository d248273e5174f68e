// Which keys can be given to what, and the usual ones by the same rule.
import { expect, test } from 'vitest';
import { canSwap, holderOf, whyNotKey } from './choosing.ts';
import { keyActionIds, keyActions, type KeyActionId } from './key-actions.ts';

const usual = (id: KeyActionId) => keyActions[id].usual;

test.each(keyActionIds)(
  'the usual key of %s could have been chosen, and is nobody else’s',
  (id) => {
    expect(whyNotKey(id, usual(id))).toBeNull();
    expect(holderOf(id, usual(id), usual)).toBeNull();
  },
);

test.each(['F5', 'F11', 'F12', 'Ctrl+W', 'Ctrl+T', 'Ctrl+N', 'Ctrl+Shift+N', 'Alt+F4', 'Ctrl+1'])(
  '%s is the browser’s',
  (chord) => {
    expect(whyNotKey('claim', chord)).toBe('browser');
  },
);

test.each(['Enter', 'Tab', 'Shift+Tab', 'Escape', 'Space', 'ArrowDown', 'Ctrl+C', 'Ctrl+Z'])(
  '%s is needed in a field',
  (chord) => {
    expect(whyNotKey('next-alarm', chord)).toBe('field');
  },
);

test('WCAG 2.1.4 – a single letter, digit or sign goes only with what works in one region', () => {
  for (const chord of ['L', 'Shift+L', '7', '/']) {
    expect(whyNotKey('verification', chord)).toBe('single');
    expect(whyNotKey('save-note', chord)).toBe('single');
    expect(whyNotKey('weapon', chord)).toBeNull();
  }
  expect(whyNotKey('next-alarm', '3')).toBe('fixed');
});

test('a key that meets another one in a region names it; in different regions they do not meet', () => {
  expect(holderOf('claim', 'F8', usual)).toBe('handover');
  expect(holderOf('weapon', 'F8', usual)).toBe('handover');
  expect(holderOf('claim', 'Ctrl+M', usual)).toBe('marker');
  expect(usual('children')).toBe(usual('previous-alarm'));
  expect(holderOf('next-alarm', usual('children'), usual)).toBe('previous-alarm');
  expect(holderOf('follow', usual('children'), usual)).toBeNull();
});

test('they swap where each may have the other’s', () => {
  expect(canSwap('claim', 'handover', usual)).toBe(true);
  expect(canSwap('verify-sound', 'weapon', usual)).toBe(true);
  // F2 would work only in the workspace, and 1 everywhere.
  expect(canSwap('verify-sound', 'claim', usual)).toBe(false);
  // What it would get is a third one's there.
  const own = (id: KeyActionId) => (id === 'follow' || id === 'weapon' ? 'F10' : usual(id));
  expect(canSwap('follow', 'marker', own)).toBe(false);
});
