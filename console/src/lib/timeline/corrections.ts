// Which lines of a timeline somebody took back or said better. They stay where they are, struck through, with who and
// when; what stands in their place is a line of its own, at its own moment.
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';

export type Correction = { how: 'corrected' | 'withdrawn'; by: string; at: string };

const judgements: ReadonlySet<AlarmEvent['type']> = new Set([
  'AlarmVerified',
  'AlarmJudgedUnverifiable',
  'FalseAlarmProposed',
]);

/** By the version of the line that no longer counts. */
export function correctionsOf(events: readonly AlarmEvent[]): Map<number, Correction> {
  const corrections = new Map<number, Correction>();
  let judged: number | null = null;
  for (const event of events) {
    const { at, actor } = event;
    if (judgements.has(event.type)) judged = event.version;
    if (event.type === 'NoteCorrected')
      corrections.set(event.data.version, { how: 'corrected', by: event.data.by.name, at });
    if (event.type === 'PoliceStatusWithdrawn')
      corrections.set(event.data.version, { how: 'withdrawn', by: event.data.by.name, at });
    if (event.type !== 'VerificationWithdrawn') continue;
    // A new press makes it be judged anew; that nobody was wrong before is no correction.
    if (judged !== null && event.data.why === 'by-centralist' && actor.type === 'person')
      corrections.set(judged, { how: 'withdrawn', by: actor.name, at });
    judged = null;
  }
  return corrections;
}
