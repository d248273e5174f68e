// What of an incident file is about a person: who it was, and what people wrote. One sealed text under the
// alarm's own subject, so that erasing somebody's key erases the municipality's words about him too.
import * as z from 'zod';
import {
  incidentHolder,
  incidentWords,
  noWords,
  type IncidentFacts,
} from '@achterwacht/shared/municipality/incident.ts';
import { sealedMark } from '@achterwacht/shared/alarm/personal/typed-fields.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import * as sealing from '../../sealing/seal.ts';

const personal = z.object({ holder: incidentHolder.nullable(), words: incidentWords });
export type IncidentPersonal = z.infer<typeof personal>;

/** Where a sealed text stands, and whose it is. */
type Place = { id: string; subjectId: string };

const purposeOf = ({ id }: Place) => `incident/${id}`;

export function sealPersonal(keys: KeyRing, place: Place, content: IncidentPersonal): string {
  return sealing.seal(keys.findMade(place.subjectId), purposeOf(place), JSON.stringify(content));
}

/** Nobody and no words once the key was erased. */
export function openPersonal(keys: KeyRing, place: Place, sealed: string | null): IncidentPersonal {
  const key = keys.find(place.subjectId);
  const opened = key && sealed && sealing.openIfPossible(key, purposeOf(place), sealed);
  return opened ? personal.parse(JSON.parse(opened)) : { holder: null, words: noWords };
}

/** As a file keeps them: under which number the police know it is sealed, for it leads to the person. */
export type StoredFacts = IncidentFacts & { sealedNumber?: string };

type Whose = { alarmId: string | null; subjectId: string };

const factsPurposeOf = ({ alarmId }: Whose) => `incident-number/${alarmId}`;

export function sealFacts(keys: KeyRing, whose: Whose, facts: IncidentFacts): StoredFacts {
  const number = facts.police?.incidentNumber ?? null;
  if (!facts.police || number === null) return facts;
  const clear = { ...facts, police: { ...facts.police, incidentNumber: sealedMark } };
  const key = keys.find(whose.subjectId);
  return key ? { ...clear, sealedNumber: sealing.seal(key, factsPurposeOf(whose), number) } : clear;
}

/** A mark stands for the number once the key was erased. */
export function openFacts(
  keys: KeyRing,
  whose: Whose,
  { sealedNumber, ...facts }: StoredFacts,
): IncidentFacts {
  const key = sealedNumber ? keys.find(whose.subjectId) : null;
  const number =
    key && sealedNumber && sealing.openIfPossible(key, factsPurposeOf(whose), sealedNumber);
  return facts.police && number
    ? { ...facts, police: { ...facts.police, incidentNumber: number } }
    : facts;
}
