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
  /** By which event; 0 for what stood in rows before there was a history. */
  addedIn: number;
};

/** Who is in it no more: when and by whom he was taken out stays readable. */
export type LeftCircle = InCircle & {
  /** Null: nobody whom the log knows. */
  removedBy: string | null;
  removedAt: string;
  removedIn: number;
};

export type IncidentFile = {
  id: string;
  centreId: string;
  municipalityId: string;
  alarmId: string | null;
  /** The alarm's version that the facts are of: of two reports the newer alarm stays. Null without an alarm. */
  alarmVersion: number | null;
  occurredAt: string;
  /** In the place of the number under which the police know it a mark: it leads to the person. */
  facts: IncidentFacts;
  status: IncidentStatus;
  circle: InCircle[];
  left: LeftCircle[];
  /** The last who wrote in it. */
  changed: { by: string; at: string } | null;
  /** How often its words were written, the draft's included: whoever writes upon other ones is told. */
  wordsVersion: number;
  version: number;
  updatedAt: string;
  /** Null once it was erased, and where it was made of somebody who was. */
  personal: IncidentPersonal | null;
};

export type IncidentPersonal = {
  holder: IncidentHolder | null;
  words: IncidentWords;
  policeNumber: string | null;
};
