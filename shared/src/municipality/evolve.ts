// A municipality after one more event of it.
import type { Dated } from '../subject.ts';
import type { MunicipalityFact } from './events.ts';
import type { Municipality } from './state.ts';

/** Raised when the same events fold to something else: rows are then folded anew. */
export const municipalityFoldVersion = 2;

export type MunicipalityEvent = MunicipalityFact & Dated & { municipalityId: string };
type EventOf<T extends MunicipalityFact['type']> = Extract<MunicipalityEvent, { type: T }>;
type Beginning = 'MunicipalityAdded' | 'MunicipalityTakenOver';
type Folds = {
  [T in Exclude<MunicipalityFact['type'], Beginning>]: (
    municipality: Municipality,
    event: EventOf<T>,
  ) => Municipality;
};

const folds: Folds = {
  MunicipalityChanged: (municipality, { data: { by: _by, ...details }, personal }) => ({
    ...municipality,
    ...details,
    personal,
  }),
  MunicipalityEnded: (municipality, { data: { by }, at }) => ({
    ...municipality,
    ended: { at, by },
  }),
};

export function evolveMunicipality(
  before: Municipality | null,
  event: MunicipalityEvent,
): Municipality {
  const { version, at: updatedAt } = event;
  if (event.type === 'MunicipalityAdded' || event.type === 'MunicipalityTakenOver')
    return begun(event);
  if (!before) throw new Error('a municipality begins by being added');
  const fold = folds[event.type] as (of: Municipality, event: MunicipalityEvent) => Municipality;
  return { ...fold(before, event), version, updatedAt };
}

function begun(event: EventOf<Beginning>): Municipality {
  const { municipalityId: id, version, at: updatedAt, personal } = event;
  const { centreId, code, name } = event.data;
  const known =
    event.type === 'MunicipalityAdded'
      ? event.data
      : ({ dayAndNightPhone: null, contract: null, theme: null, language: null } as const);
  const { dayAndNightPhone, contract, theme, language } = known;
  const details = { code, name, dayAndNightPhone, contract, theme, language };
  const takenOver = event.type === 'MunicipalityTakenOver';
  return { id, centreId, ...details, takenOver, ended: null, version, updatedAt, personal };
}
