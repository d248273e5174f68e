// What somebody who takes alarms must be able to show, and until when. A paper that expired keeps him from duty, as its
// law says; one that nobody recorded is shown as missing and keeps nobody. The last day of one that was taken out counts
// on until its kind is recorded anew: whoever takes an end away does not make a duty longer.
import { dutchMidnight } from '../dutch-day.ts';
import { needsPapers, paperKind, type Paper, type PaperKind } from './kinds.ts';
import type { Member } from './state.ts';

/** So many days before a paper ends it is said. */
export const warnDays = [60, 14, 1] as const;
/** At eight in the morning, as Amsterdam counts. */
const warnHour = 8;
const hourMilliseconds = 3_600_000;
const dayMilliseconds = 24 * hourMilliseconds;

/** A row that the release before wrote says nothing of what was taken out. */
type Papered = Pick<Member, 'role' | 'papers'> & Partial<Pick<Member, 'takenOut'>>;

/** The first moment at which he may not begin a duty, by his papers; null: none is recorded, or his role needs none. */
export function dutyEndsAt(papered: Papered): string | null {
  if (!needsPapers.has(papered.role)) return null;
  const first = Object.values(lastDays(papered)).toSorted()[0];
  return first === undefined ? null : endOf(first).toISOString();
}

/** Of each kind that is recorded, or was. */
const lastDays = ({ papers, takenOut }: Papered): Partial<Record<PaperKind, string>> => ({
  ...takenOut,
  ...Object.fromEntries(Object.entries(papers).map(([kind, { expires }]) => [kind, expires])),
});

/** The day after, as it begins: its last day counts. */
const endOf = (expires: string) => dutchMidnight(dayAfter(expires, 1));

/** Whole days from today until the last on which it counts; below 0 once it expired. `today` as 2026-11-21. */
export const daysLeft = ({ expires }: Pick<Paper, 'expires'>, today: string): number =>
  Math.round((Date.parse(expires) - Date.parse(today)) / dayMilliseconds);

/** When it is next said that this one ends, after `after`; null: never again. */
export function nextWarning({ expires }: Pick<Paper, 'expires'>, after: number): number | null {
  const moments = warnDays.map(
    (days) => dutchMidnight(dayAfter(expires, -days)).getTime() + warnHour * hourMilliseconds,
  );
  return moments.find((moment) => moment > after) ?? null;
}

export type PapersStanding = 'in-order' | 'missing' | 'soon' | 'expired';

/** All of them in a word, the worst first; null where his role needs none. */
export function papersStanding(papered: Papered, today: string): PapersStanding | null {
  if (!needsPapers.has(papered.role)) return null;
  const days = Object.values(lastDays(papered));
  if (days.some((expires) => daysLeft({ expires }, today) < 0)) return 'expired';
  if (days.some((expires) => daysLeft({ expires }, today) <= warnDays[0])) return 'soon';
  return Object.keys(papered.papers).length < paperKind.options.length ? 'missing' : 'in-order';
}

/** Whether he can show each of them today; a duty asks less. */
export const arePapersWhole = (papers: Member['papers'], today: string): boolean =>
  paperKind.options.every((kind) => papers[kind] && daysLeft(papers[kind], today) >= 0);

/** Those that expired, each with the last day on which it counted. */
export function expiredPapers(
  papered: Papered,
  today: string,
): { kind: PaperKind; expires: string }[] {
  if (!needsPapers.has(papered.role)) return [];
  const days = lastDays(papered);
  return paperKind.options.flatMap((kind) => {
    const expires = days[kind];
    return expires !== undefined && daysLeft({ expires }, today) < 0 ? [{ kind, expires }] : [];
  });
}

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * dayMilliseconds).toISOString().slice(0, 10);
