import type { PersonSheet } from '@achterwacht/shared/routes/persons.ts';

/** What every part of a sheet gets. */
export type SectionProps = {
  sheet: PersonSheet;
  mayWrite: boolean;
  /** With the sheet as it stands since. */
  onsaved: (sheet: PersonSheet) => void;
  /** Somebody else wrote meanwhile; done once his is read. */
  onbehind: () => Promise<void>;
};
