// What is known of danger from earlier times, as history: the year, what, and where it is known from. It is never mixed
// with what is heard now.
import type { Dossier } from '@achterwacht/shared/routes/dossier.ts';
import type { EarlierAlarm, ReportedThen } from '@achterwacht/shared/routes/earlier.ts';
import { m } from '../paraglide/messages.js';
import { yearText } from '../time/parts-of-day.ts';

const reportedThenWords = {
  weapon: m.earlier_reported_weapon,
  children: m.earlier_reported_children,
  injured: m.earlier_reported_injured,
} satisfies Record<ReportedThen, () => string>;

/** Of the register's flags those that are about danger. */
const registerWords = {
  'weapon-reported': m.earlier_reported_weapon,
  children: m.earlier_reported_children,
  'medical-need': m.earlier_reported_medical,
} as const;

/** Newest first, the register's before those of alarms of the same year. */
export function knownOf(
  reportedIn: Dossier['reportedIn'],
  alarms: readonly EarlierAlarm[],
): string[] {
  const register = (Object.keys(registerWords) as (keyof typeof registerWords)[]).flatMap(
    (flag) => {
      const year = reportedIn[flag];
      if (year === undefined) return [];
      const what = registerWords[flag]();
      return [{ year: String(year), what, source: m.earlier_source_register() }];
    },
  );
  const then = alarms.flatMap(({ number, raisedAt, reported }) =>
    reported.map((part) => ({
      year: yearText(raisedAt),
      what: reportedThenWords[part](),
      source: m.earlier_source_alarm({ number }),
    })),
  );
  return [...register, ...then]
    .sort((one, other) => other.year.localeCompare(one.year))
    .map((line) => m.earlier_known(line));
}
