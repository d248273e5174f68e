// What becomes of an alarm when something that the police said was not so: how far they are, and the stages that
// stood on it, are what they would be without it. Both are made again from all that still stands, so that no word is
// undone by guessing what was there before it.
import { confirmed } from '../handover/evolve.ts';
import { sendingOf, type Confirmation, type Handover } from '../handover/state.ts';
import type { Alarm } from '../state.ts';
import { isStanding } from './progress.ts';
import type { PoliceReport } from './state.ts';

type Said = { version: number } & ({ confirmation: Confirmation } | { report: PoliceReport });
type Told = Pick<Alarm, 'handover' | 'policeReports'>;

/**
 * Null where the police have nothing of it by now: somebody pressed again after they were done, and it begins anew
 * whatever was said before.
 * @param next What one report changes; null: nothing.
 */
export function handoverWithout(
  alarm: Alarm,
  next: (told: Told, report: PoliceReport) => Handover | null,
): Handover | null {
  const sent = sendingOf(alarm);
  if (!sent) return null;
  const said: Said[] = [
    ...alarm.confirmations
      .filter(({ at }) => at >= sent.at)
      .map((confirmation) => ({ version: confirmation.version, confirmation })),
    ...alarm.policeReports
      .filter((report) => isStanding(report) && report.enteredAt >= sent.at)
      .map((report) => ({ version: report.version, report })),
  ];
  const told: Told = { handover: { status: 'sent', ...sent }, policeReports: [] };
  for (const each of said.toSorted((one, other) => one.version - other.version)) {
    if ('confirmation' in each) told.handover = confirmed(told.handover, each.confirmation);
    else {
      told.policeReports = [...told.policeReports, each.report];
      told.handover = next(told, each.report) ?? told.handover;
    }
  }
  return told.handover;
}

const ofPolice = ['handed-over', 'police-confirmed', 'on-scene'] as const;
type PoliceStage = (typeof ofPolice)[number];

/** A stage that stood on what was withdrawn comes later, or has not come: never sooner. */
export function timesWithout(alarm: Alarm): Alarm['times'] {
  const times = { ...alarm.times };
  for (const stage of ofPolice) {
    const first = firstMoment(alarm, stage);
    if (first === null) delete times[stage];
    else if (times[stage]) times[stage] = first;
  }
  return times;
}

/** When somebody of them first said what that stage means, as the server's clock had it. */
function firstMoment({ confirmations, policeReports }: Alarm, stage: PoliceStage): string | null {
  const reports = policeReports
    .filter((report) => isStanding(report) && means[stage](report))
    .map(({ enteredAt }) => enteredAt);
  const answers = stage === 'on-scene' ? [] : confirmations.map(({ at }) => at);
  return [...reports, ...answers].toSorted().at(0) ?? null;
}

const means: Record<PoliceStage, (report: PoliceReport) => boolean> = {
  // Received by whom, but under no number: the control room has not confirmed it.
  'handed-over': ({ status, reference }) => status !== 'received' || reference !== null,
  'police-confirmed': ({ reference }) => reference !== null,
  'on-scene': ({ status }) => status === 'on-scene',
};
