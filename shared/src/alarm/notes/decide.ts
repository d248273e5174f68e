// Notes: every member of the centre's staff may write, also afterwards.
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
} satisfies SomeRules;
