// An incident file after one more event of it.
import type { IncidentFact } from './events.ts';
import type { IncidentFile } from './state.ts';

/** Raised when the same events fold to something else: rows are then folded anew. */
export const incidentFoldVersion = 1;

export type IncidentEvent = IncidentFact & { streamId: string; version: number; at: string };
type EventOf<T extends IncidentFact['type']> = Extract<IncidentEvent, { type: T }>;
type Folds = {
  [T in Exclude<IncidentFact['type'], 'IncidentOpened'>]: (
    file: IncidentFile,
    event: EventOf<T>,
  ) => IncidentFile;
};

/** Of whom nothing is known, or nothing any more. */
const nobody = { holder: null, policeNumber: null };

const folds: Folds = {
  IncidentFactsTold: (file, { data, personal }) => ({
    ...file,
    ...data,
    personal: file.personal && personal ? { ...file.personal, ...personal } : file.personal,
  }),
  IncidentWritten: (file, { data: { by, status }, personal, at, version }) => ({
    ...file,
    status,
    changed: { by: by.name, at },
    wordsVersion: version,
    personal: personal && { ...(file.personal ?? nobody), words: personal.words },
  }),
  ColleagueLetIn: (file, { data: { by, userId }, at }) => ({
    ...file,
    circle: [...file.circle, { userId, addedBy: by.id, addedAt: at }],
  }),
  ColleagueTakenOut: (file, { data: { userId } }) => ({
    ...file,
    circle: file.circle.filter((member) => member.userId !== userId),
  }),
};

export function evolveIncident(before: IncidentFile | null, event: IncidentEvent): IncidentFile {
  const { version, at: updatedAt } = event;
  if (event.type === 'IncidentOpened') return opened(event);
  if (!before) throw new Error('a file begins by being opened');
  const fold = folds[event.type] as (file: IncidentFile, event: IncidentEvent) => IncidentFile;
  return { ...fold(before, event), version, updatedAt };
}

function opened({
  streamId: id,
  version,
  at,
  data: { circle, ...facts },
  personal,
}: EventOf<'IncidentOpened'>): IncidentFile {
  return {
    id,
    ...facts,
    status: 'draft',
    circle: circle.map((userId) => ({ userId, addedBy: null, addedAt: at })),
    changed: null,
    wordsVersion: version,
    version,
    updatedAt: at,
    personal,
  };
}
