// What of an incident file is about a person: who it was, and what people wrote. One sealed text under the
// alarm's own subject, so that erasing somebody's key erases the municipality's words about him too.
import * as z from 'zod';
import {
  incidentHolder,
  incidentWords,
  noWords,
} from '@achterwacht/shared/municipality/incident.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import * as sealing from '../sealing/seal.ts';

const personal = z.object({ holder: incidentHolder.nullable(), words: incidentWords });
export type IncidentPersonal = z.infer<typeof personal>;

/** Where a sealed text stands, and whose it is. */
type Place = { id: string; subjectId: string };

const purposeOf = ({ id }: Place) => `incident/${id}`;

export function sealPersonal(keys: KeyRing, place: Place, content: IncidentPersonal): string {
  return sealing.seal(keys.findOrMake(place.subjectId), purposeOf(place), JSON.stringify(content));
}

/** Nobody and no words once the key was erased. */
export function openPersonal(keys: KeyRing, place: Place, sealed: string | null): IncidentPersonal {
  const key = keys.find(place.subjectId);
  const opened = key && sealed && sealing.openIfPossible(key, purposeOf(place), sealed);
  return opened ? personal.parse(JSON.parse(opened)) : { holder: null, words: noWords };
}
