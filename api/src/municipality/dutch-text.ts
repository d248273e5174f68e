// Moments, lengths and words as a Dutch office reads them, for what leaves as a document: on a screen the
// console says them itself.
import type { Outcome } from '@achterwacht/shared/alarm/outcome.ts';
import type { Stage } from '@achterwacht/shared/alarm/stages.ts';
import type { HandoverClass } from '@achterwacht/shared/alarm/handover/state.ts';
import type { AlarmKind } from '@achterwacht/shared/alarm/raising/state.ts';
import type { IncidentStatus, IncidentWord } from '@achterwacht/shared/municipality/incident.ts';
import { textOf } from '../http/texts.ts';

const zone = 'Europe/Amsterdam';
const day = new Intl.DateTimeFormat('nl-NL', { timeZone: zone, dateStyle: 'long' });
const date = new Intl.DateTimeFormat('nl-NL', {
  timeZone: zone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});
const time = new Intl.DateTimeFormat('nl-NL', { timeZone: zone, timeStyle: 'medium' });
/** Names summer or winter time, because one hour a year is there twice. */
const zoned = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' });

/** `21 november 2026` */
export const amsterdamDay = (moment: string) => day.format(new Date(moment));
/** `21-11-2026` */
export const amsterdamDate = (moment: string) => date.format(new Date(moment));
/** `14:02:11` */
const amsterdamTime = (moment: string) => time.format(new Date(moment));
/** `14:02:11`, and with its day where that is another: `22-11-2026 00:04:10`. */
export const amsterdamTimeOn = (moment: string, day: string | undefined) =>
  day === undefined || amsterdamDate(moment) === amsterdamDate(day)
    ? amsterdamTime(moment)
    : `${amsterdamDate(moment)} ${amsterdamTime(moment)}`;
/** `21 november 2026, 14:02:11 CET` */
export const amsterdamMoment = (moment: string) =>
  `${amsterdamDay(moment)}, ${amsterdamTime(moment)} ${zoneName(moment)}`;

/** `00:07`, `12:30`, `1:02:11` */
export function minutesSeconds(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, seconds] = [
    Math.floor(total / 3600),
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds)}`;
}

function zoneName(moment: string): 'CET' | 'CEST' {
  return zoned.format(new Date(moment)).includes('+02') ? 'CEST' : 'CET';
}

const code = (name: string) => name.replaceAll('-', '_');

export const kindText = (kind: AlarmKind) => textOf(`kind_${code(kind)}`);
/** Nobody may hesitate to press: what a centralist calls loos is told to a municipality in other words. */
export const outcomeText = (outcome: Outcome) =>
  textOf(`${outcome.startsWith('false-') ? 'incident_' : ''}outcome_${code(outcome)}`);
export const classText = (name: HandoverClass) => textOf(`class_${code(name)}`);
export const stageText = (stage: Stage) => textOf(`incident_stage_${code(stage)}`);
export const wordText = (word: IncidentWord) => textOf(`incident_word_${code(word)}`);
export const statusText = (status: IncidentStatus) => textOf(`incident_status_${status}`);
