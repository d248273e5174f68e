// Notes: every member of the centre's staff may write, also afterwards; only who wrote one says that it was otherwise.
import { refusal } from '../refusal.ts';
import { staff, type SomeRules } from '../rule.ts';

export const notesRules = {
  AddNote: {
    sentBy: 'person',
    roles: staff,
    // A colleague's eyes are welcome.
    when: () => null,
    decide: (_alarm, { noteId, text, happenedAt }, { by }) => [
      { type: 'NoteAdded', data: { noteId, by, happenedAt }, personal: { text } },
    ],
  },
  CorrectNote: {
    sentBy: 'person',
    roles: staff,
    when: () => null,
    decide: ({ notes }, { noteId, text }, { by }) => {
      const note = notes.find((each) => each.noteId === noteId);
      if (!note) return refusal('notitie-onbekend');
      // What somebody else saw is his to say: a note of one's own stands beside it.
      if (note.by.id !== by.id) return refusal('notitie-van-ander', { by: note.by.name });
      return [
        { type: 'NoteCorrected', data: { noteId, version: note.version, by }, personal: { text } },
      ];
    },
  },
} satisfies SomeRules;
