// A municipality's file of a case, as its log folds: what the centre told of it, what people wrote, and who may open
// it. Who looked stands beside it, because looking changes nothing.
import type {
  IncidentFacts,
  IncidentHolder,
  IncidentStatus,
  IncidentWords,
} from '../municipality/incident.ts';

export type InCircle = {
  userId: string;
  /** Null: by the system, when it made the draft. */
  addedBy: string | null;
  addedAt: string;
};

export type IncidentFile = {
  id: string;
  centreId: string;
  municipalityId: string;
  alarmId: string | null;
  /** The alarm's version that the facts are of: of two reports the newer alarm stays. */
  alarmVersion: number;
  occurredAt: string;
  /** Without the number under which the police know it: that leads to the person. */
  facts: IncidentFacts;
  status: IncidentStatus;
  circle: InCircle[];
  /** The last who wrote in it. */
  changed: { by: string; at: string } | null;
  /** Since which version its words are as they are: whoever writes upon older ones is told. */
  wordsVersion: number;
  version: number;
  updatedAt: string;
  /** Null once it was erased, and where nothing was known of anybody. */
  personal: IncidentPersonal | null;
};

export type IncidentPersonal = {
  holder: IncidentHolder | null;
  words: IncidentWords;
  policeNumber: string | null;
};
