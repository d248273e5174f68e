// What is said of a button and its loans, and why something about one is refused.
import type { KnownAtHome } from '@achterwacht/shared/alarm/raising/state.ts';
import type { ButtonRefusal } from '@achterwacht/shared/button/rule.ts';
import type {
  AsideReason,
  ButtonKey,
  ButtonStatus,
  RetiredReason,
  Talk,
  WithoutSoundReason,
} from '@achterwacht/shared/button/state.ts';
import type {
  ButtonEventWord,
  ButtonFilter,
  ButtonSummary,
  LoanSummary,
} from '@achterwacht/shared/routes/buttons.ts';
import type { Overview } from '@achterwacht/shared/routes/loans.ts';
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { ageText, dayAndTime, dayText, shortTime } from '../time/format.ts';
import { errorText } from '../words.ts';

type Words<Key extends string> = Record<Key, () => string>;

export const statusWords: Words<ButtonStatus> = {
  'in-pool': m.button_status_in_pool,
  lent: m.button_status_lent,
  fixed: m.button_status_fixed,
  'in-test': m.button_status_in_test,
  maintenance: m.button_status_maintenance,
  missing: m.button_status_missing,
  retired: m.button_status_retired,
};

export const filterWords: Words<ButtonFilter> = {
  all: m.button_show_all,
  'in-pool': m.button_show_in_pool,
  lent: m.button_show_lent,
  overdue: m.button_show_overdue,
  'without-contact': m.button_show_without_contact,
  stale: m.button_show_stale,
  'out-of-use': m.button_show_out_of_use,
};

export const asideWords: Words<AsideReason> = {
  test: m.button_aside_test,
  maintenance: m.button_aside_maintenance,
};

export const retiredWords: Words<RetiredReason> = {
  broken: m.button_retired_broken,
  replaced: m.button_retired_replaced,
  lost: m.button_retired_lost,
  'given-back': m.button_retired_given_back,
  other: m.button_retired_other,
};

export const keyWords: Words<ButtonKey> = {
  messages: m.button_key_messages,
  sound: m.button_key_sound,
};

export const homeWords: Words<KnownAtHome> = {
  yes: m.yes,
  no: m.no,
  unknown: m.loan_home_unknown,
};

export const withoutWords: Words<WithoutSoundReason> = {
  'cannot-wait': m.loan_without_cannot_wait,
  'no-reception': m.loan_without_no_reception,
  'sound-fails': m.loan_without_sound_fails,
  reserved: m.loan_without_reserved,
};

export const talkWords: Words<Talk> = {
  held: m.loan_talk_held,
  'not-needed': m.loan_talk_not_needed,
  later: m.loan_talk_later,
};

export const taskWords: Words<Overview['tasks'][number]['kind']> = {
  'sound-test': m.loan_task_sound_test,
  review: m.loan_task_review,
  talk: m.loan_task_talk,
  'never-tested': m.loan_task_never_tested,
  stale: m.loan_task_stale,
  harmless: m.loan_task_harmless,
};

export const eventWords: Words<ButtonEventWord> = {
  registered: m.audit_change_button_registered,
  'taken-over': m.audit_change_button_taken_over,
  changed: m.audit_change_button_changed,
  'key-set': m.audit_change_button_key_set,
  'set-aside': m.audit_change_button_set_aside,
  'put-back': m.audit_change_button_put_back,
  missing: m.audit_change_button_missing,
  found: m.audit_change_button_found,
  retired: m.audit_change_button_retired,
  lent: m.audit_change_button_lent,
  returned: m.audit_change_button_returned,
  'term-changed': m.audit_change_loan_term_changed,
  'talk-kept': m.audit_change_loan_talk_kept,
  'test-heard': m.audit_change_test_heard,
  due: m.audit_change_loan_deadline_passed,
};

/** `uitgeleend tot za 22-11-2026`, `vast`, `van … tot …`, where nothing else says that it is lent; nobody is named. */
export function lentText(loan: LoanSummary, now: Date): string {
  const { startsAt, endsAt, returnedAt } = loan;
  if (returnedAt) return ranText(startsAt, returnedAt);
  return endsAt !== null && Date.parse(startsAt) <= now.getTime()
    ? m.loan_lent_until({ at: dayText(endsAt) })
    : loanText(loan, now);
}

/** `van … tot …`, and of one that came back on its first day that day once. */
export function ranText(startsAt: string, returnedAt: string): string {
  const [from, until] = [dayText(startsAt), dayText(returnedAt)];
  return from === until ? m.loan_ran_day({ day: from }) : m.loan_ran({ from, until });
}

/** `tot za 22-11-2026`, `vast`, behind who has it or that it is lent. */
export function loanText({ startsAt, endsAt }: LoanSummary, now: Date): string {
  if (Date.parse(startsAt) > now.getTime()) return m.loan_from({ at: dayAndTime(startsAt) });
  return endsAt === null ? m.button_status_fixed() : m.loan_until({ at: dayText(endsAt) });
}

/** Whether its test is too old, where there was one: `nooit getest` says it of the other by itself. */
export const staleText = ({ heard, isStale }: ButtonSummary) =>
  heard !== null && isStale ? m.button_stale() : null;

/** `14:02, −23 dB`; the day too, where that is not today. */
export function testText(heard: ButtonSummary['heard'], now: Date): string {
  if (!heard) return m.button_never_tested();
  const at = dayText(heard.at) === dayText(now) ? shortTime(heard.at) : dayAndTime(heard.at);
  return heard.decibels === null ? at : `${at}, ${decibelText(heard.decibels)}`;
}

export const decibelText = (decibels: number) =>
  `${decibels < 0 ? '−' : ''}${Math.abs(Math.round(decibels))} dB`;

export const contactText = (at: string | null, now: Date) =>
  at === null
    ? m.button_never_heard()
    : m.button_heard_ago({ age: ageText(now.getTime() - Date.parse(at)) });

type Code = Exclude<ButtonRefusal['code'], 'rol-mag-niet'> | 'sleutel-ongeldig';
const value = (detail: unknown) =>
  typeof detail === 'string' || typeof detail === 'number' ? String(detail) : '';

const sentences: Record<Code, (details: Record<string, unknown>) => string> = {
  'knop-onbekend': () => m.refusal_knop_onbekend(),
  'knop-bestaat-al': ({ serial }) => m.refusal_knop_bestaat_al({ serial: value(serial) }),
  'knop-uitgeleend': () => m.refusal_knop_uitgeleend(),
  'knop-afgevoerd': () => m.refusal_knop_afgevoerd(),
  'knop-vermist': () => m.refusal_knop_vermist(),
  'knop-opzij': () => m.refusal_knop_opzij(),
  'account-bezet': ({ serial }) => m.refusal_account_bezet({ serial: value(serial) }),
  'gemeente-onbekend': () => m.button_municipality_unknown(),
  'gemeente-anders': () => m.refusal_gemeente_anders(),
  'drager-onbekend': () => m.refusal_drager_onbekend(),
  'naam-meermaals': ({ name }) => m.refusal_naam_meermaals({ name: value(name) }),
  'tussentijds-gewijzigd': () => m.button_changed_meanwhile(),
  'geluidstest-ontbreekt': () => m.refusal_geluidstest_ontbreekt(),
  'herbeoordeling-ongeldig': () => m.refusal_herbeoordeling_ongeldig(),
  'uitleen-overlapt': ({ from, until }) => overlapText(value(from), value(until)),
  'uitleen-onbekend': () => m.refusal_uitleen_onbekend(),
  'uitleen-al-terug': () => m.refusal_uitleen_al_terug(),
  'uitleen-nog-niet-terug': () => m.refusal_uitleen_nog_niet_terug(),
  'uitleen-periode': () => m.refusal_uitleen_periode(),
  'sleutel-ongeldig': () => m.refusal_sleutel_ongeldig(),
};

function overlapText(startsAt: string, endsAt: string): string {
  const from = dayText(startsAt);
  if (endsAt === '') return m.loan_overlaps_from({ from });
  const until = dayText(endsAt);
  return from === until ? m.loan_overlaps_day({ day: from }) : m.loan_overlaps({ from, until });
}

export function buttonProblem(error: unknown): string {
  if (error instanceof ApiError && Object.hasOwn(sentences, error.code))
    return sentences[error.code as Code](error.details);
  return errorText(error);
}
