// What the demo says of somebody with a button.
import type { PlanFlag } from '@achterwacht/shared/alarm/plan/state.ts';
import type { KnownAtHome, ReasonCategory } from '@achterwacht/shared/alarm/raising/state.ts';
import type { MunicipalityName } from './centre.ts';

export type DemoPlace = {
  label: string;
  address: string;
  floor: string | null;
  latitude: number;
  longitude: number;
};

export type DemoHolder = {
  /** Null: registered, and without a button now. */
  serial: string | null;
  municipality: MunicipalityName;
  name: string;
  function: string;
  phone: string;
  description: string;
  othersAtHome?: string;
  threatContext: string | null;
  specialInstruction?: string;
  codeWord: string | null;
  duressWord: string | null;
  /** About his home; `validDays` from the day the demo is made, so that one is valid and one is not. */
  aol?: { number: string; agreedResponse: string; contact: string; validDays: number };
  reason: ReasonCategory;
  flags: PlanFlag[];
  reportedIn?: Partial<Record<PlanFlag, number>>;
  fixed: boolean;
  /** Where it is not lent since a month, for two more, after a test that was heard. */
  lent?: {
    fromDays?: number;
    untilDays?: number;
    withoutSoundTest?: true;
    /** Where it is not that they know. */
    knownAtHome?: Exclude<KnownAtHome, 'yes'>;
  };
  places: DemoPlace[];
  contacts: { name: string; relation: string; phone: string; mayBeInvolved: boolean }[];
};

/** What is one's own; what he shares with his municipality is added by cast.ts. */
export type Sketch = Omit<DemoHolder, 'places' | 'contacts'> & {
  home: DemoPlace;
  partner?: { name: string; phone: string };
};
