// What stood in a file and when, from its log: each time somebody wrote in it, with what he changed.
import {
  incidentWord,
  noWords,
  type IncidentStatus,
  type IncidentVersion,
  type IncidentWords,
} from '../municipality/incident.ts';
import type { IncidentEvent } from './evolve.ts';

type Written = Pick<IncidentVersion, 'at' | 'by'> & {
  status: IncidentStatus;
  /** Null: nobody can read them any more. */
  words: IncidentWords | null;
};

/** Newest first. */
export function versionsOf(events: readonly IncidentEvent[]): IncidentVersion[] {
  const versions: IncidentVersion[] = [];
  let before: Written | null = null;
  for (const event of events) {
    const written = writtenBy(event);
    if (!written) continue;
    const changed = changedWords(before?.words ?? null, written.words);
    // Taken over for its circle or its facts alone: nobody wrote anything.
    const isNews =
      event.type !== 'IncidentTakenOver' || changed.length > 0 || before?.status !== written.status;
    if (isNews) versions.unshift({ ...written, changed });
    before = written;
  }
  return versions;
}

function writtenBy(event: IncidentEvent): Written | null {
  const { at } = event;
  switch (event.type) {
    case 'IncidentOpened':
      return { at, by: null, status: 'draft', words: event.personal?.words ?? null };
    case 'IncidentTakenOver': {
      const { changed, status } = event.data;
      const words = event.personal?.words ?? null;
      return { at: changed?.at ?? at, by: changed?.by ?? null, status, words };
    }
    case 'IncidentWritten': {
      const { by, status } = event.data;
      return { at, by: by.name, status, words: event.personal?.words ?? null };
    }
    default:
      return null;
  }
}

function changedWords(before: IncidentWords | null, words: IncidentWords | null) {
  if (!words) return [];
  return incidentWord.options.filter((word) => words[word] !== (before ?? noWords)[word]);
}
