// Notes that are not in the log yet, as they stand in this window's storage: per person, for the next one at this
// post must neither read nor send them, and gone when he logs out.
import * as z from 'zod';
import { isUnanswered, type ApiError } from '../api.ts';

const outgoingNote = z.object({
  noteId: z.string(),
  commandId: z.string(),
  alarmId: z.string(),
  text: z.string(),
  typedAt: z.string(),
  /** It could not be saved as it was typed, so it says when that was. */
  late: z.boolean(),
  status: z.enum(['sending', 'waiting', 'failed']),
});
export type OutgoingNote = z.infer<typeof outgoingNote>;

const queueKey = (personId: string) => `achterwacht.notes.${personId}`;
const draftsKey = (personId: string) => `achterwacht.draft.${personId}.`;
export const draftKey = (personId: string, alarmId: string) => draftsKey(personId) + alarmId;

/** What an earlier page of this person left: a reload cut it off in the middle, and it is sent again as such. */
export const notesLeft = (storage: Storage, personId: string): OutgoingNote[] =>
  read(storage, personId).map((note) => ({ ...note, status: 'waiting', late: true }));

export const countUnsent = (storage: Storage, personId: string) => read(storage, personId).length;

export function keepNotes(
  storage: Storage,
  personId: string,
  notes: readonly OutgoingNote[],
): void {
  if (notes.length === 0) storage.removeItem(queueKey(personId));
  else storage.setItem(queueKey(personId), JSON.stringify(notes));
}

/** Notes and drafts of whoever leaves this post. */
export function forgetNotes(storage: Storage, personId: string): void {
  const theirs = Array.from({ length: storage.length }, (_, index) => storage.key(index)!).filter(
    (key) => key === queueKey(personId) || key.startsWith(draftsKey(personId)),
  );
  for (const key of theirs) storage.removeItem(key);
}

/**
 * A note that was not saved. A refusal is for the person; without one nobody can say whether it arrived, and its
 * command's id makes sending it again harmless: it waits for the line, and says when it was typed.
 */
export function unsaved(note: OutgoingNote, error: ApiError): OutgoingNote {
  const isRefused = !isUnanswered(error) && !isForLater(error);
  return isRefused ? { ...note, status: 'failed' } : { ...note, status: 'waiting', late: true };
}

/** Logged out, or too fast: the same note is taken another time. */
const isForLater = ({ status }: ApiError) => status === 401 || status === 429;

/** What is no note (of another release, or damaged) keeps nobody from his desk. */
function read(storage: Storage, personId: string): OutgoingNote[] {
  try {
    const kept = z
      .array(z.unknown())
      .parse(JSON.parse(storage.getItem(queueKey(personId)) ?? '[]'));
    return kept.flatMap((one) => outgoingNote.safeParse(one).data ?? []);
  } catch {
    return [];
  }
}
