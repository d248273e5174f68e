// How far the police are, from what they said. Each report has the moment that they state; which of them was tapped
// or written down first says nothing: a unit that arrives taps "under way" on the pavement, and a control room tells
// of an arrival minutes later.
import { sendingOf } from '../handover/state.ts';
import type { Alarm } from '../state.ts';
import { policeStatus, type PoliceReport } from './state.ts';

type Facts = Pick<Alarm, 'handover' | 'policeReports'>;

const rankOf = ({ status }: PoliceReport) => policeStatus.options.indexOf(status);

/** Whether it counts: one that was withdrawn stays in sight, and for nothing else. */
export const isStanding = ({ withdrawn }: Pick<PoliceReport, 'withdrawn'>): boolean => !withdrawn;

/** What they said of this case, in the order in which it was so; nothing of one that was over before. */
function reportsSinceHandover({ handover, policeReports }: Facts): PoliceReport[] {
  const sent = sendingOf({ handover });
  if (!sent) return [];
  return policeReports
    .filter((report) => isStanding(report) && report.enteredAt >= sent.at)
    .toSorted((a, b) => Date.parse(a.statedAt) - Date.parse(b.statedAt) || rankOf(a) - rankOf(b));
}

/** The report that says how far they are by now; null where they only received it. */
export function progressReportOf(alarm: Facts): PoliceReport | null {
  return reportsSinceHandover(alarm).reduce<PoliceReport | null>((latest, report) => {
    // Somebody else of them heard of it too, or a second unit sets out: that takes nobody back.
    if (report.status === 'received') return latest;
    return report.status === 'under-way' && latest?.status === 'on-scene' ? latest : report;
  }, null);
}

/** Whether anybody of them was there, whatever was said of it later. */
export function wereOnScene(alarm: Facts): boolean {
  return reportsSinceHandover(alarm).some(({ status }) => status === 'on-scene');
}

/** When the first of them was there, as they say; null while nobody said so. */
export function onSceneStatedAt({ policeReports }: Pick<Alarm, 'policeReports'>): string | null {
  const moments = policeReports
    .filter(isStanding)
    .flatMap(({ status, statedAt }) => (status === 'on-scene' ? [Date.parse(statedAt)] : []));
  return moments.length === 0 ? null : new Date(Math.min(...moments)).toISOString();
}
