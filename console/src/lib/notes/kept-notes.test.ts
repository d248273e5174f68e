import { expect, it } from 'vitest';
import { ApiError } from '../api.ts';
import {
  countUnsent,
  draftKey,
  forgetNotes,
  keepNotes,
  notesLeft,
  unsaved,
  type OutgoingNote,
} from './kept-notes.ts';

const note: OutgoingNote = {
  noteId: 'note-1',
  commandId: 'command-1',
  alarmId: 'alarm-1',
  text: 'man schreeuwt',
  typedAt: '2026-11-21T13:02:00.000Z',
  late: false,
  status: 'sending',
};

/** What a browser gives a window. */
function windowStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

it.each([
  ['no line', 0],
  ['nobody behind the front door', 502],
  ['a server that is starting', 503],
  ['logged out', 401],
  ['too fast', 429],
])('C10 after %s it waits, and will say when it was typed', (_why, status) => {
  expect(unsaved(note, new ApiError(status, 'any'))).toEqual({
    ...note,
    status: 'waiting',
    late: true,
  });
});

it.each([403, 404, 409, 422])('E7 a note that was refused (%i) is for the person', (status) => {
  expect(unsaved(note, new ApiError(status, 'any'))).toEqual({ ...note, status: 'failed' });
});

it('E7 what a reload left is sent again, as written down afterwards', () => {
  const storage = windowStorage();
  keepNotes(storage, 'anna', [note]);
  expect(notesLeft(storage, 'anna')).toEqual([{ ...note, status: 'waiting', late: true }]);
});

it('C2 the next one at this post finds nothing, and nothing is left when somebody logs out', () => {
  const storage = windowStorage();
  keepNotes(storage, 'anna', [note]);
  storage.setItem(draftKey('anna', 'alarm-1'), 'half');
  storage.setItem(draftKey('anna', 'alarm-2'), 'half');
  storage.setItem(draftKey('bram', 'alarm-1'), 'van Bram');
  expect(notesLeft(storage, 'bram')).toEqual([]);
  expect(countUnsent(storage, 'anna')).toBe(1);
  forgetNotes(storage, 'anna');
  expect(countUnsent(storage, 'anna')).toBe(0);
  expect(storage.getItem(draftKey('anna', 'alarm-2'))).toBeNull();
  expect(storage.getItem(draftKey('bram', 'alarm-1'))).toBe('van Bram');
});

it.each(['{"a":', '{"noteId":"note-1"}', '[1,{"noteId":"note-1"}]'])(
  'what stands there and is no note, %s, keeps nobody from his desk',
  (text) => {
    const storage = windowStorage();
    storage.setItem('achterwacht.notes.anna', text);
    expect(notesLeft(storage, 'anna')).toEqual([]);
    expect(countUnsent(storage, 'anna')).toBe(0);
  },
);
