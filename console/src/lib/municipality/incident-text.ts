// An incident's codes in words. Complete by type, like the desk's own tables.
import type { Stage } from '@achterwacht/shared/alarm/stages.ts';
import type {
  IncidentFacts,
  IncidentStatus,
  IncidentView,
  IncidentWord,
} from '@achterwacht/shared/municipality/incident.ts';
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { errorText, outcomeWords } from '../words.ts';

type Words<Code extends string> = Record<Code, () => string>;

export const stageWords = {
  pressed: m.incident_stage_pressed,
  received: m.incident_stage_received,
  presented: m.incident_stage_presented,
  claimed: m.incident_stage_claimed,
  audible: m.incident_stage_audible,
  decided: m.incident_stage_decided,
  'handed-over': m.incident_stage_handed_over,
  'police-confirmed': m.incident_stage_police_confirmed,
  'on-scene': m.incident_stage_on_scene,
  closed: m.incident_stage_closed,
} satisfies Words<Stage>;

export const wordLabels = {
  who: m.incident_word_who,
  what: m.incident_word_what,
  where: m.incident_word_where,
  'with-what': m.incident_word_with_what,
  how: m.incident_word_how,
  when: m.incident_word_when,
  why: m.incident_word_why,
} satisfies Words<IncidentWord>;

export const wordHints = {
  who: m.incident_hint_who,
  what: m.incident_hint_what,
  where: m.incident_hint_where,
  'with-what': m.incident_hint_with_what,
  how: m.incident_hint_how,
  when: m.incident_hint_when,
  why: m.incident_hint_why,
} satisfies Words<IncidentWord>;

export const statusWords = {
  draft: m.incident_status_draft,
  completed: m.incident_status_completed,
} satisfies Words<IncidentStatus>;

export const viewWords = {
  opened: m.incident_view_opened,
  changed: m.incident_view_changed,
  printed: m.incident_view_printed,
  exported: m.incident_view_exported,
} satisfies Words<IncidentView['what']>;

/** Nobody may hesitate to press: what a centralist calls loos is told to a municipality in other words. */
const portalOutcomeWords = {
  ...outcomeWords,
  'false-accident': m.incident_outcome_false_accident,
  'false-technical': m.incident_outcome_false_technical,
};

export const outcomeText = ({ outcome }: IncidentFacts) =>
  outcome === null ? m.incident_reopened() : portalOutcomeWords[outcome]();

/** What the server said no with, where it is about a file; else as everywhere. */
export function incidentErrorText(cause: unknown): string {
  if (!(cause instanceof ApiError)) return errorText(cause);
  const by = typeof cause.details.by === 'string' ? cause.details.by : '';
  switch (cause.code) {
    case 'melding-gewijzigd':
      return m.refusal_melding_gewijzigd({ by });
    case 'melding-onleesbaar':
      return m.refusal_melding_onleesbaar();
    case 'laatste-in-kring':
      return m.refusal_laatste_in_kring();
    // A municipality has no queue to look in.
    case 'timeout':
      return m.error_no_answer();
    default:
      return errorText(cause);
  }
}
