// Codes to words of the trade. Every table is complete by type: a new code without a word does not
// compile.
import type { Doubt } from '@achterwacht/shared/alarm/signals/belief.ts';
import type { Refusal, RefusalCode } from '@achterwacht/shared/alarm/refusal.ts';
import type { Outcome } from '@achterwacht/shared/alarm/outcome.ts';
import type { PlanFlag, PlanStep } from '@achterwacht/shared/alarm/plan/state.ts';
import type { CallResult, WordResult } from '@achterwacht/shared/alarm/calling/state.ts';
import type { HandoverChannel, HandoverClass } from '@achterwacht/shared/alarm/handover/state.ts';
import type { PoliceStatus } from '@achterwacht/shared/alarm/police-reports/state.ts';
import type { ScriptField } from '@achterwacht/shared/alarm/script/fields.ts';
import type { AlarmKind, Priority } from '@achterwacht/shared/alarm/raising/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type {
  HarmlessGround,
  VerificationBasis,
} from '@achterwacht/shared/alarm/verification/state.ts';
import {
  situationPart,
  type Situation,
  type SituationAnswer,
  type SituationPart,
} from '@achterwacht/shared/alarm/situation/state.ts';
import type { Wind } from '@achterwacht/shared/geo/compass.ts';
import type { Country } from '@achterwacht/shared/geo/country.ts';
import { role, type Role } from '@achterwacht/shared/roles.ts';
import type { Position, SignalKind, SignalWarning } from '@achterwacht/shared/signals.ts';
import type { PresentMember } from '@achterwacht/shared/feed.ts';
import { ApiError } from './api.ts';
import { m } from './paraglide/messages.js';
import { clockTime } from './time/format.ts';

type Words<Code extends string> = Record<Code, () => string>;

export const priorityWords = {
  urgent: m.priority_urgent,
  high: m.priority_high,
  low: m.priority_low,
} satisfies Words<Priority>;

export const kindWords = {
  duress: m.kind_duress,
  'missed-check': m.kind_missed_check,
  medical: m.kind_medical,
  fault: m.kind_fault,
  system: m.kind_system,
  test: m.kind_test,
} satisfies Words<AlarmKind>;

export const signalWords = {
  panic: m.signal_panic,
  duress: m.signal_duress,
  'hold-up': m.signal_hold_up,
  medical: m.signal_medical,
  emergency: m.signal_emergency,
  test: m.signal_test,
  'low-battery': m.signal_low_battery,
  tamper: m.signal_tamper,
  comms: m.signal_comms,
  supervision: m.signal_supervision,
  'no-activity': m.signal_no_activity,
  'listen-in': m.signal_listen_in,
  status: m.signal_status,
  cancel: m.signal_cancel,
  restore: m.signal_restore,
  position: m.signal_position,
  system: m.signal_system,
  unknown: m.signal_unknown,
  undecodable: m.signal_undecodable,
} satisfies Words<SignalKind>;

export const warningWords = {
  'no-position': m.warning_no_position,
  'position-impossible': m.warning_position_impossible,
  'position-swapped': m.warning_position_swapped,
  'position-stale': m.warning_position_stale,
  'time-missing': m.warning_time_missing,
  'time-future': m.warning_time_future,
  'time-old': m.warning_time_old,
  'time-stuck': m.warning_time_stuck,
  'unknown-button': m.warning_unknown_button,
  'refused-on-wire': m.warning_refused_on_wire,
  'not-encrypted': m.warning_not_encrypted,
  'damaged-frame': m.warning_damaged_frame,
  'unknown-code': m.warning_unknown_code,
  'returned-button': m.warning_returned_button,
  'sound-without-press': m.warning_sound_without_press,
  'clock-off': m.warning_clock_off,
  'projection-stopped': m.warning_projection_stopped,
  'maybe-repeated': m.warning_maybe_repeated,
  'restore-without-press': m.warning_restore_without_press,
  'not-decided': m.warning_not_decided,
  'counted-only': m.warning_counted_only,
  'length-decimal': m.warning_length_decimal,
} satisfies Words<SignalWarning>;

export const doubtWords = {
  unbelieved: m.doubt_unbelieved,
  'place-unbelieved': m.doubt_place_unbelieved,
  'not-encrypted': m.warning_not_encrypted,
} satisfies Words<Doubt>;

export const flagWords = {
  'no-call': m.flag_no_call,
  'weapon-reported': m.flag_weapon_reported,
  children: m.flag_children,
  aol: m.flag_aol,
  'medical-need': m.flag_medical_need,
} satisfies Words<PlanFlag>;

export const reasonWords = {
  office: m.reason_office,
  threat: m.reason_threat,
  'night-work': m.reason_night_work,
  'home-visits': m.reason_home_visits,
  event: m.reason_event,
  other: m.reason_other,
} satisfies Words<'office' | 'threat' | 'night-work' | 'home-visits' | 'event' | 'other'>;

export const outcomeWords = {
  'real-incident': m.outcome_real_incident,
  threat: m.outcome_threat,
  medical: m.outcome_medical,
  'false-accident': m.outcome_false_accident,
  'false-technical': m.outcome_false_technical,
  'unannounced-test': m.outcome_unannounced_test,
  test: m.outcome_test,
  unknown: m.outcome_unknown,
} satisfies Words<Outcome>;

export const groundWords = {
  'code-word': m.ground_code_word,
  'trusted-person': m.ground_trusted_person,
  'second-person': m.ground_second_person,
} satisfies Words<HarmlessGround>;

export const presenceWords = {
  free: m.presence_free,
  busy: m.presence_busy,
  pause: m.presence_pause,
} satisfies Words<PresentMember['state']>;

export const basisWords = {
  sound: m.basis_sound,
  'person-on-site': m.basis_person_on_site,
  'several-buttons': m.basis_several_buttons,
  'duress-word': m.basis_duress_word,
  camera: m.basis_camera,
} satisfies Words<VerificationBasis>;

export const handoverClassWords = {
  'prio-1': m.class_prio_1,
  assistance: m.class_assistance,
} satisfies Words<HandoverClass>;

export const channelWords = {
  telephone: m.channel_telephone,
  link: m.channel_link,
  webhook: m.channel_webhook,
} satisfies Words<HandoverChannel>;

export const policeStatusWords = {
  received: m.police_received,
  'under-way': m.police_under_way,
  'on-scene': m.police_on_scene,
  'not-found': m.police_not_found,
  safe: m.police_safe,
  closed: m.police_closed,
} satisfies Words<PoliceStatus>;

export const scriptFieldWords = {
  who: m.script_who,
  heard: m.script_heard,
  where: m.script_where,
  position: m.script_position,
  basis: m.script_basis,
  danger: m.script_danger,
  approach: m.script_approach,
  'call-back': m.script_call_back,
} satisfies Words<ScriptField>;

export const situationWords = {
  weapon: m.situation_weapon,
  persons: m.situation_persons,
  children: m.situation_children,
  injured: m.situation_injured,
  perpetratorKnows: m.situation_perpetrator_knows,
} satisfies Words<SituationPart>;

export const situationAnswerWords = {
  unknown: m.situation_unknown,
  yes: m.situation_yes,
  no: m.situation_no,
} satisfies Words<SituationAnswer>;

/** `wapen: ja · personen: 2` */
export function situationText(heard: Partial<Situation>): string {
  return situationPart.options
    .flatMap((part) => {
      const answer = heard[part];
      if (answer === undefined) return [];
      const said =
        typeof answer === 'string'
          ? situationAnswerWords[answer]()
          : (answer ?? m.situation_unknown());
      return [`${situationWords[part]()}: ${said}`];
    })
    .join(' · ');
}

export const wordResultWords = {
  'code-word': m.word_code_word,
  'duress-word': m.word_duress_word,
  wrong: m.word_wrong,
} satisfies Words<WordResult>;

export const callResultWords = {
  answered: m.call_answered,
  'no-answer': m.call_no_answer,
  voicemail: m.call_voicemail,
  busy: m.call_busy,
} satisfies Words<CallResult>;

export const stepKindWords = {
  manual: m.step_kind_manual,
  call: m.step_kind_call,
  word: m.step_kind_word,
  wait: m.step_kind_wait,
} satisfies Words<PlanStep['kind']>;

export const countryWords = {
  NL: m.country_nl,
  BE: m.country_be,
  DE: m.country_de,
  FR: m.country_fr,
  GB: m.country_gb,
} satisfies Words<Country>;

export const sourceWords = {
  gnss: m.source_gnss,
  wifi: m.source_wifi,
  cell: m.source_cell,
  reported: m.source_reported,
  unknown: m.source_unknown,
} satisfies Words<Position['source']>;

export const windWords = {
  noord: m.wind_noord,
  noordoost: m.wind_noordoost,
  oost: m.wind_oost,
  zuidoost: m.wind_zuidoost,
  zuid: m.wind_zuid,
  zuidwest: m.wind_zuidwest,
  west: m.wind_west,
  noordwest: m.wind_noordwest,
} satisfies Words<Wind>;

export const roleWords = {
  centralist: m.role_centralist,
  supervisor: m.role_supervisor,
  'oov-officer': m.role_oov_officer,
  griffier: m.role_griffier,
  secretary: m.role_secretary,
  manager: m.role_manager,
  holder: m.role_holder,
  carer: m.role_carer,
  administrator: m.role_administrator,
  supplier: m.role_supplier,
  auditor: m.role_auditor,
} satisfies Words<Role>;

/** Of a line of the log, whose role may be one of another release, or none of a person. */
export function roleText(name: string | null): string {
  const known = role.safeParse(name);
  if (known.success) return roleWords[known.data]();
  if (name === 'police-link') return m.audit_police_link();
  return name === 'service' ? m.audit_program() : (name ?? '');
}

type Details = Record<string, unknown>;
const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const refusals = {
  'al-aangenomen': (details) =>
    m.refusal_al_aangenomen({
      owner: text(details.owner),
      at: typeof details.at === 'string' ? clockTime(details.at) : '',
    }),
  'al-van-u': () => m.refusal_al_van_u(),
  'niet-van-u': (details) => m.refusal_niet_van_u({ owner: text(details.owner) }),
  gesloten: () => m.refusal_gesloten(),
  'niet-gesloten': () => m.refusal_niet_gesloten(),
  'niet-geparkeerd': () => m.refusal_niet_geparkeerd(),
  'spoed-niet-parkeren': () => m.refusal_spoed_niet_parkeren(),
  'einde-in-verleden': () => m.refusal_einde_in_verleden(),
  'geen-eigenaar': () => m.refusal_geen_eigenaar(),
  'tussentijds-gewijzigd': () => m.refusal_tussentijds_gewijzigd(),
  'verificatie-ontbreekt': () => m.refusal_verificatie_ontbreekt(),
  'verificatie-niet-nodig': () => m.refusal_verificatie_niet_nodig(),
  'doormelding-ontbreekt': () => m.refusal_doormelding_ontbreekt(),
  'tweede-persoon-nodig': (details) =>
    m.refusal_tweede_persoon_nodig({ proposer: text(details.proposer) }),
  'minimale-luistertijd': (details) =>
    m.refusal_minimale_luistertijd({ seconds: text(details.seconds) }),
  'geen-codewoord': () => m.refusal_geen_codewoord(),
  'uitkomst-past-niet': () => m.refusal_uitkomst_past_niet(),
  'toelichting-ontbreekt': () => m.refusal_toelichting_ontbreekt(),
  'knop-heeft-alarm': () => m.refusal_knop_heeft_alarm(),
  'alarm-onleesbaar': () => m.refusal_alarm_onleesbaar(),
  'codewoord-afgesproken': () => m.refusal_codewoord_afgesproken(),
  'knop-zonder-geluid': () => m.refusal_knop_zonder_geluid(),
  'luistert-niet': () => m.refusal_luistert_niet(),
  'geen-opname': () => m.refusal_geen_opname(),
  'opname-gewist': () => m.refusal_opname_gewist(),
  'niet-opgenomen': () => m.refusal_niet_opgenomen(),
  'opname-vastgehouden': (details) => m.refusal_opname_vastgehouden({ by: text(details.by) }),
  'inhoud-gewist': () => m.refusal_inhoud_gewist(),
  'opname-niet-vastgehouden': () => m.refusal_opname_niet_vastgehouden(),
  'moment-buiten-opname': () => m.refusal_moment_buiten_opname(),
  'afspeelreden-ontbreekt': () => m.refusal_afspeelreden_ontbreekt(),
  'al-doorgemeld': (details) => m.refusal_al_doorgemeld({ by: text(details.by) }),
  'al-bevestigd': () => m.refusal_al_bevestigd(),
  'nog-niet-doorgemeld': () => m.refusal_nog_niet_doorgemeld(),
  'test-niet-doormelden': () => m.refusal_test_niet_doormelden(),
  'niet-geverifieerd': () => m.refusal_niet_geverifieerd(),
  'niet-onverifieerbaar': () => m.refusal_niet_onverifieerbaar(),
  'geen-andere-hulpverlener': () => m.refusal_geen_andere_hulpverlener(),
  'moment-klopt-niet': () => m.refusal_moment_klopt_niet(),
  'politiestatus-onbekend': () => m.refusal_politiestatus_onbekend(),
  'notitie-onbekend': () => m.refusal_notitie_onbekend(),
  'notitie-van-ander': (details) => m.refusal_notitie_van_ander({ by: text(details.by) }),
  'link-onbekend': () => m.refusal_link_onbekend(),
  'oefening-niet-naar-buiten': () => m.refusal_oefening_niet_naar_buiten(),
  'beller-bezet': (details) => m.refusal_beller_bezet({ caller: text(details.caller) }),
  'al-van-collega': (details) => m.refusal_al_van_collega({ owner: text(details.owner) }),
  'collega-afwezig': () => m.refusal_collega_afwezig(),
  'niet-toegewezen': () => m.refusal_niet_toegewezen(),
  'niet-aan-u-toegewezen': (details) => m.refusal_niet_aan_u_toegewezen({ to: text(details.to) }),
  'geen-beller': () => m.refusal_geen_beller(),
  'niet-beller': () => m.refusal_niet_beller(),
  'niet-bellen': () => m.refusal_niet_bellen(),
  'niet-bellen-thuis': () => m.refusal_niet_bellen_thuis(),
  'contact-onbekend': () => m.refusal_contact_onbekend(),
  'codewoord-niet-gehoord': () => m.refusal_codewoord_niet_gehoord(),
  'dwangwoord-gehoord': () => m.refusal_dwangwoord_gehoord(),
  'stap-onbekend': () => m.refusal_stap_onbekend(),
  'stap-verplicht': (details) => m.refusal_stap_verplicht({ step: text(details.step) }),
  'stap-wacht-nog': (details) => m.refusal_stap_wacht_nog({ seconds: text(details.seconds) }),
  'niet-gevonden-wachten': (details) =>
    m.refusal_niet_gevonden_wachten({ seconds: text(details.seconds) }),
  'politie-nog-bezig': () => m.refusal_politie_nog_bezig(),
  'rol-mag-niet': () => m.refusal_rol_mag_niet(),
} satisfies Record<RefusalCode, (details: Details) => string>;

/** A refusal names a step by its id; what the step says stands, sealed, in the alarm. */
function withStepText(details: Details, alarm?: Alarm): Details {
  const stepText = alarm?.personal?.stepTexts?.[text(details.step)];
  return stepText === undefined ? details : { ...details, step: stepText };
}

export function refusalText({ code, details }: Refusal, alarm?: Alarm): string {
  return refusals[code](withStepText(details, alarm));
}

/** The sentence for anything the server or the line answered. */
export function errorText(error: unknown, alarm?: Alarm): string {
  if (!(error instanceof ApiError)) return m.error_unknown();
  if (error.code in refusals)
    return refusals[error.code as RefusalCode](withStepText(error.details, alarm));
  if (error.code === 'timeout') return m.error_timeout();
  if (error.code === 'no-answer') return m.error_no_answer();
  if (error.code === 'busy') return m.error_busy();
  if (error.code === 'too-large') return m.error_too_large();
  switch (error.status) {
    case 0:
      return m.error_offline();
    case 401:
      return m.error_401();
    case 403:
      return error.code === 'off-duty' ? m.error_off_duty() : m.error_403();
    case 404:
      return m.error_404();
    case 422:
      return m.error_422();
    case 429:
      return m.error_429();
    default:
      return m.error_unknown();
  }
}
