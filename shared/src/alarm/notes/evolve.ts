// A note changes nothing of the alarm: its words stand in the log, and here that it is there.
import type { SomeFolds } from '../rule.ts';

export const notesFolds = {
  NoteAdded: (alarm, { data: { noteId, by }, version }) => ({
    ...alarm,
    notes: [...alarm.notes.filter((note) => note.noteId !== noteId), { noteId, version, by }],
  }),
  NoteCorrected: (alarm, { data: { noteId }, version }) => ({
    ...alarm,
    notes: alarm.notes.map((note) => (note.noteId === noteId ? { ...note, version } : note)),
  }),
} satisfies SomeFolds;
