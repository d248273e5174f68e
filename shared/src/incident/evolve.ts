// An incident file after one more event of it.
import type { Dated } from '../subject.ts';
import type { IncidentFact } from './events.ts';
import type { IncidentFile } from './state.ts';

/** Raised when the same events fold to something else: rows are then folded anew. */
export const incidentFoldVersion = 1;

export type IncidentEvent = IncidentFact & Dated & { incidentId: string };
type EventOf<T extends IncidentFact['type']> = Extract<IncidentEvent, { type: T }>;
/** With what a file can begin. */
type Beginning = 'IncidentOpened' | 'IncidentTakenOver';
type Folds = {
  [T in Exclude<IncidentFact['type'], Beginning>]: (
    file: IncidentFile,
    event: EventOf<T>,
  ) => IncidentFile;
};

/** Of whom nothing is known, or nothing any more. */
const nobody = { holder: null, policeNumber: null };

const folds: Folds = {
  IncidentFactsUpdated: (file, { data, personal }) => ({
    ...file,
    ...data,
    personal: file.personal && personal ? { ...file.personal, ...personal } : file.personal,
  }),
  IncidentWritten: (file, { data: { by, status }, personal, at }) => ({
    ...file,
    status,
    changed: { by: by.name, at },
    wordsVersion: file.wordsVersion + 1,
    personal: personal && { ...(file.personal ?? nobody), words: personal.words },
  }),
  ColleagueLetIn: (file, { data: { by, userId }, at, version }) => ({
    ...file,
    circle: [...file.circle, { userId, addedBy: by.id, addedAt: at, addedIn: version }],
  }),
  ColleagueTakenOut: (file, { data: { by, userId }, at, version }) => ({
    ...file,
    circle: file.circle.filter((member) => member.userId !== userId),
    left: [
      ...file.left,
      ...file.circle
        .filter((member) => member.userId === userId)
        .map((member) => ({ ...member, removedBy: by.id, removedAt: at, removedIn: version })),
    ],
  }),
};

export function evolveIncident(before: IncidentFile | null, event: IncidentEvent): IncidentFile {
  const { version, at: updatedAt } = event;
  if (event.type === 'IncidentOpened') return opened(event);
  if (event.type === 'IncidentTakenOver') return takenOver(event);
  if (!before) throw new Error('a file begins by being opened');
  const fold = folds[event.type] as (file: IncidentFile, event: IncidentEvent) => IncidentFile;
  return { ...fold(before, event), version, updatedAt };
}

function opened({
  incidentId: id,
  version,
  at,
  data: { circle, ...facts },
  personal,
}: EventOf<'IncidentOpened'>): IncidentFile {
  return {
    id,
    ...facts,
    status: 'draft',
    circle: circle.map((userId) => ({ userId, addedBy: null, addedAt: at, addedIn: version })),
    left: [],
    changed: null,
    wordsVersion: 1,
    version,
    updatedAt: at,
    personal,
  };
}

function takenOver({
  incidentId: id,
  version,
  at: updatedAt,
  data: { circle, left, ...stood },
  personal,
}: EventOf<'IncidentTakenOver'>): IncidentFile {
  return {
    id,
    ...stood,
    circle: circle.map((member) => ({ ...member, addedIn: 0 })),
    left: left.map((member) => ({ ...member, addedIn: 0, removedIn: 0 })),
    version,
    updatedAt,
    personal,
  };
}
