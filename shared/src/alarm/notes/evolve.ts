// A note changes nothing of the alarm: it stands in the log.
import type { SomeFolds } from '../rule.ts';

export const notesFolds = { NoteAdded: (alarm) => alarm } satisfies SomeFolds;
