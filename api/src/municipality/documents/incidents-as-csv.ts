// Incident files as a table to take along. Dutch: with decimal comma and Amsterdam time, as a Dutch office reads it.
// ISO: as programs do.
import { stage } from '@achterwacht/shared/alarm/stages.ts';
import { incidentWord, type Incident } from '@achterwacht/shared/municipality/incident.ts';
import {
  amsterdamDate,
  amsterdamTimeOn,
  classText,
  kindText,
  outcomeText,
  stageText,
  statusText,
  wordText,
} from '../dutch-text.ts';
import { csvOf } from '../../http/csv.ts';
import { textOf } from '../../http/texts.ts';

export type Variant = 'dutch' | 'iso';
type Content = Omit<Incident, 'circle' | 'colleagues'>;

export function incidentsAsCsv(incidents: readonly Content[], variant: Variant): string {
  return csvOf(variant === 'dutch' ? dutchTable(incidents) : isoTable(incidents), variant);
}

function dutchTable(incidents: readonly Content[]): string[][] {
  const stages = stage.options;
  return [
    [
      textOf('incident_number'),
      textOf('incident_status'),
      textOf('incident_date'),
      textOf('incident_kind'),
      textOf('incident_outcome'),
      textOf('incident_needless'),
      textOf('incident_police_class'),
      textOf('incident_police_number'),
      textOf('incident_holder'),
      textOf('incident_function'),
      ...stages.map(stageText),
      ...stages.slice(2).map((name) => `${stageText(name)} – ${textOf('incident_seconds')}`),
      ...incidentWord.options.map(wordText),
    ],
    ...incidents.map(({ facts, status, holder, words }) => [
      String(facts.alarmNumber),
      statusText(status),
      dayOf(facts.times, amsterdamDate),
      kindText(facts.kind),
      facts.outcome ? outcomeText(facts.outcome) : textOf('incident_reopened'),
      textOf(facts.needless ? 'yes' : 'no'),
      facts.police ? classText(facts.police.class) : '',
      facts.police?.incidentNumber ?? '',
      holder?.name ?? '',
      holder?.function ?? '',
      ...stages.map((name) =>
        momentOf(facts.times, name, (moment) => amsterdamTimeOn(moment, facts.times.received)),
      ),
      ...stages.slice(2).map((name) => secondsTo(facts.times, name).replace('.', ',')),
      ...incidentWord.options.map((word) => words[word]),
    ]),
  ];
}

function isoTable(incidents: readonly Content[]): string[][] {
  const stages = stage.options;
  return [
    [
      'alarm_number',
      'status',
      'kind',
      'outcome',
      'needless',
      'police_class',
      'police_number',
      'holder',
      'function',
      ...stages.map((name) => `${name.replaceAll('-', '_')}_at`),
      ...stages.slice(2).map((name) => `${name.replaceAll('-', '_')}_seconds`),
      ...incidentWord.options.map((word) => word.replaceAll('-', '_')),
    ],
    ...incidents.map(({ facts, status, holder, words }) => [
      String(facts.alarmNumber),
      status,
      facts.kind,
      facts.outcome ?? '',
      String(facts.needless),
      facts.police?.class ?? '',
      facts.police?.incidentNumber ?? '',
      holder?.name ?? '',
      holder?.function ?? '',
      ...stages.map((name) => momentOf(facts.times, name, (moment) => moment)),
      ...stages.slice(2).map((name) => secondsTo(facts.times, name)),
      ...incidentWord.options.map((word) => words[word]),
    ]),
  ];
}

type Times = Content['facts']['times'];

const dayOf = (times: Times, write: (moment: string) => string) =>
  times.received === undefined ? '' : write(times.received);

function momentOf(
  times: Times,
  name: (typeof stage.options)[number],
  write: (moment: string) => string,
): string {
  const moment = times[name];
  return moment === undefined ? '' : write(moment);
}

/** Since the centre had it: what the device says of itself is no clock to count from. */
function secondsTo(times: Times, name: (typeof stage.options)[number]): string {
  const moment = times[name];
  if (moment === undefined || times.received === undefined) return '';
  return ((Date.parse(moment) - Date.parse(times.received)) / 1000).toFixed(1);
}
