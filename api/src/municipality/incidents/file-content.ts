// What a file says, opened: whom it concerns, what people wrote, and under which number the police know it. Its key is
// wrapped under that of the alarm's subject, so that erasing somebody's erases the municipality's words about him too.
import * as z from 'zod';
import type { IncidentPersonal } from '@achterwacht/shared/incident/state.ts';
import {
  incidentHolder,
  incidentWords,
  noWords,
  type Incident,
  type IncidentFacts,
} from '@achterwacht/shared/municipality/incident.ts';
import type { Transaction } from '../../db/connect.ts';
import { and, eq, getTableColumns } from '../../db/drizzle.ts';
import { incidents } from '../../db/schema/incidents.ts';
import { dataKeys } from '../../db/schema/log.ts';
import { openPersonal } from '../../log/fold-row.ts';
import { contentClass, openersOf } from '../../log/stream-keys.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import * as sealing from '../../sealing/seal.ts';
import { incidentFiles } from './incident-row.ts';

export type IncidentRow = typeof incidents.$inferSelect & {
  /** Its own key, wrapped. */
  dataKey: string | null;
};

/** Each row with its key. */
export const selectFiles = ({ db }: Pick<Transaction, 'db'>) =>
  db
    .select({ ...getTableColumns(incidents), dataKey: dataKeys.wrapped })
    .from(incidents)
    .leftJoin(dataKeys, and(eq(dataKeys.streamId, incidents.id), eq(dataKeys.class, contentClass)));

/** The release before seals the number apart, and knows none here. */
const personalPart = z.object({
  holder: incidentHolder.nullable(),
  words: incidentWords,
  policeNumber: z.string().nullable().default(null),
});

/** Null once the key was erased. */
export function personalOf(keys: KeyRing, row: IncidentRow): IncidentPersonal | null {
  const opened = openPersonal(incidentFiles, openersOf(incidentFiles, keys, row), row);
  if (!opened) return null;
  const part = personalPart.parse(opened);
  return { ...part, policeNumber: numberApart(keys, row) ?? part.policeNumber };
}

/** By its columns, so that it is shown as well where the release before wrote last. */
export function contentOf(
  keys: KeyRing,
  row: IncidentRow,
): Omit<Incident, 'circle' | 'colleagues'> {
  const { id, status, state, version, changedBy, changedAt } = row;
  const personal = personalOf(keys, row);
  return {
    id,
    status,
    facts: withNumber(factsOf(row), personal?.policeNumber ?? null),
    version: state?.wordsVersion ?? version,
    holder: personal?.holder ?? null,
    words: personal?.words ?? noWords,
    isErased: personal === null && !keys.isDamaged(row.subjectId),
    changed: changedBy && changedAt ? { by: changedBy, at: changedAt } : null,
  };
}

type FactsOfEarlierRelease = IncidentFacts & { sealedNumber?: string };

/** With a mark in the place of the number. */
export function factsOf({ facts }: IncidentRow): IncidentFacts {
  const { sealedNumber: _apart, ...clear }: FactsOfEarlierRelease = facts;
  return clear;
}

function withNumber(facts: IncidentFacts, number: string | null): IncidentFacts {
  return facts.police && number !== null
    ? { ...facts, police: { ...facts.police, incidentNumber: number } }
    : facts;
}

function numberApart(keys: KeyRing, { alarmId, subjectId, facts }: IncidentRow): string | null {
  const { sealedNumber }: FactsOfEarlierRelease = facts;
  const key = sealedNumber ? keys.find(subjectId) : null;
  if (!key || !sealedNumber) return null;
  return sealing.openIfPossible(key, `incident-number/${alarmId}`, sealedNumber);
}
