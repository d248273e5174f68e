// Words of an incident that are not saved yet, as they stand in this window's storage: per person, for the next one at
// this computer must not read them, and gone when they are saved, given up or when he logs out.
import { incidentWord } from '@achterwacht/shared/municipality/incident.ts';
import * as z from 'zod';

/** With the version of the file that they were typed over: a colleague may have saved since. */
const typedWords = z.object({ version: z.int(), words: z.record(incidentWord, z.string()) });
type TypedWords = z.infer<typeof typedWords>;

const keysOf = (personId: string) => `achterwacht.words.${personId}.`;

export function keptWords(
  storage: Storage,
  { personId, incidentId }: { personId: string; incidentId: string },
) {
  const key = keysOf(personId) + incidentId;
  return {
    /** What is none of ours (of another release, or damaged) keeps nobody from his form. */
    read(): TypedWords | null {
      try {
        return typedWords.parse(JSON.parse(storage.getItem(key) ?? 'null'));
      } catch {
        return null;
      }
    },
    /** Null: there is nothing that is not saved. */
    keep(typed: TypedWords | null): void {
      if (typed === null) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(typed));
    },
  };
}

/** Of whoever leaves this computer. */
export function forgetWords(storage: Storage, personId: string): void {
  const theirs = Array.from({ length: storage.length }, (_, index) => storage.key(index)!).filter(
    (key) => key.startsWith(keysOf(personId)),
  );
  for (const key of theirs) storage.removeItem(key);
}
