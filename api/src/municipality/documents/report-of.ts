// What stands in the printed report of one incident file, in Dutch: the law's language for what a Dutch
// municipality keeps, whatever language somebody reads his screen in.
import { stage, type Stage } from '@achterwacht/shared/alarm/stages.ts';
import { holderText } from '@achterwacht/shared/holder-text.ts';
import { incidentWord, type Incident } from '@achterwacht/shared/municipality/incident.ts';
import { textOf } from '../../http/texts.ts';
import {
  amsterdamDay,
  amsterdamMoment,
  amsterdamTimeOn,
  classText,
  kindText,
  minutesSeconds,
  outcomeText,
  stageText,
  statusText,
  wordText,
} from '../dutch-text.ts';

type Rows = [label: string, text: string][];

/** Data for `report.typ`, which knows no words of its own. */
export type Report = {
  title: string;
  author: string;
  language: 'nl';
  whose: string;
  footer: string;
  page: string;
  facts: { title: string; rows: Rows };
  times: { title: string; head: string[]; rows: string[][] };
  words: { title: string; rows: [label: string, lines: string[]][] };
};

type Printed = {
  incident: Omit<Incident, 'circle' | 'colleagues'>;
  municipality: string;
  centre: string;
  by: string;
  now: Date;
};

export function reportOf({ incident, municipality, centre, by, now }: Printed): Report {
  const { facts, holder, words, status, isErased } = incident;
  const empty = textOf(isErased ? 'incident_erased' : 'incident_empty_word');
  const { received } = facts.times;
  return {
    title: textOf('report_title', { number: facts.alarmNumber }),
    author: textOf('report_municipality', { municipality }),
    language: 'nl',
    whose: textOf('report_whose', { municipality, centre }),
    footer: textOf('report_footer', { by, at: amsterdamMoment(now.toISOString()) }),
    page: textOf('report_page'),
    facts: {
      title: textOf('incident_facts'),
      rows: [
        [textOf('incident_kind'), kindText(facts.kind)],
        [
          textOf('incident_outcome'),
          facts.outcome ? outcomeText(facts.outcome) : textOf('incident_reopened'),
        ],
        [textOf('incident_needless'), textOf(facts.needless ? 'yes' : 'no')],
        ...policeRows(facts.police),
        [
          textOf('incident_holder'),
          holder ? holderText(holder) : textOf(isErased ? 'incident_erased' : 'incident_nobody'),
        ],
        [textOf('incident_status'), statusText(status)],
      ],
    },
    times: {
      title: received
        ? textOf('incident_times', { day: amsterdamDay(received) })
        : textOf('stages'),
      head: [textOf('incident_moment'), textOf('incident_time'), textOf('incident_after_receipt')],
      rows: stage.options.map((name) => [
        stageText(name),
        facts.times[name]
          ? amsterdamTimeOn(facts.times[name], received)
          : // A press that no device dated was still a press: by sound alone, or by telephone.
            textOf(name === 'pressed' ? 'incident_press_undated' : 'incident_not_happened'),
        afterReceipt(facts.times, name),
      ]),
    },
    words: {
      title: textOf('incident_words'),
      rows: incidentWord.options.map((word) => [
        wordText(word),
        (words[word] || empty).split(/\r?\n/),
      ]),
    },
  };
}

function policeRows(police: Incident['facts']['police']): Rows {
  if (!police) return [];
  return [
    [textOf('incident_police_class'), classText(police.class)],
    [textOf('incident_police_number'), police.incidentNumber ?? textOf('incident_nobody')],
  ];
}

function afterReceipt(times: Incident['facts']['times'], name: Stage): string {
  const moment = times[name];
  if (!moment || !times.received || name === 'pressed' || name === 'received') return '';
  return minutesSeconds(Date.parse(moment) - Date.parse(times.received));
}
