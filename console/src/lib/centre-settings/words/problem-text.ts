// What is wrong with a field, as a sentence: with its bound in the field's unit, and why that is one.
import type { BoundReason } from '@achterwacht/shared/setting/bounds.ts';
import type { ProblemCode, SettingProblem } from '@achterwacht/shared/setting/problems.ts';
import { m } from '../../paraglide/messages.js';
import { lengthText, type Unit } from './length-text.ts';

type Limits = { least: string; most: string; other: string };

const problems: Record<ProblemCode, (limits: Limits) => string> = {
  missing: m.setting_problem_missing,
  'not-a-whole-number': m.setting_problem_not_a_whole_number,
  'too-low': m.setting_problem_too_low,
  'too-high': m.setting_problem_too_high,
  'too-short': m.setting_problem_too_short,
  'too-long': m.setting_problem_too_long,
  'too-few': m.setting_problem_too_few,
  'too-many': m.setting_problem_too_many,
  'wrong-form': m.setting_problem_wrong_form,
  'not-one-of': m.setting_problem_not_one_of,
  'unknown-field': m.setting_problem_unknown_field,
  'not-after': m.setting_problem_not_after,
  'emergency-number': m.setting_problem_emergency_number,
  'premium-number': m.setting_problem_premium_number,
  'line-twice': m.setting_problem_line_twice,
  'number-twice': m.setting_problem_number_twice,
  'not-one-line': m.setting_problem_not_one_line,
  'stands-twice': m.setting_problem_stands_twice,
  'secret-twice': m.setting_problem_secret_twice,
  'cannot-be': m.setting_problem_cannot_be,
};

const reasons = {
  'people-need-to-react': m.setting_why_people_need_to_react,
  'who-works-is-disturbed': m.setting_why_who_works_is_disturbed,
  'control-room-needs-to-answer': m.setting_why_control_room_needs_to_answer,
  'police-need-to-drive': m.setting_why_police_need_to_drive,
  'search-needs-time': m.setting_why_search_needs_time,
  'fix-is-no-closer': m.setting_why_fix_is_no_closer,
  'half-is-no-norm': m.setting_why_half_is_no_norm,
  'all-is-most': m.setting_why_all_is_most,
  'press-never-waits': m.setting_why_press_never_waits,
  'somebody-may-need-help': m.setting_why_somebody_may_need_help,
  'product-itself-is-ill': m.setting_why_product_itself_is_ill,
  'press-would-drown': m.setting_why_press_would_drown,
  'second-needs-to-press': m.setting_why_second_needs_to_press,
  'case-is-still-worked-on': m.setting_why_case_is_still_worked_on,
  'aangifte-may-still-come': m.setting_why_aangifte_may_still_come,
  'who-looked-must-be-shown': m.setting_why_who_looked_must_be_shown,
  'button-may-still-come': m.setting_why_button_may_still_come,
  'alarm-waits-too-long': m.setting_why_alarm_waits_too_long,
  'owner-may-be-gone': m.setting_why_owner_may_be_gone,
  'alarm-is-forgotten': m.setting_why_alarm_is_forgotten,
  'holder-waits-for-judgement': m.setting_why_holder_waits_for_judgement,
  'police-wait-too-long': m.setting_why_police_wait_too_long,
  'handover-may-be-lost': m.setting_why_handover_may_be_lost,
  'nobody-asks-police': m.setting_why_nobody_asks_police,
  'farther-is-elsewhere': m.setting_why_farther_is_elsewhere,
  'later-is-another-case': m.setting_why_later_is_another_case,
  'nobody-may-hesitate-to-press': m.setting_why_nobody_may_hesitate_to_press,
  'longer-is-no-retention': m.setting_why_longer_is_no_retention,
} satisfies Record<BoundReason, () => string>;

export const reasonText = (reason: BoundReason): string => reasons[reason]();

export function problemText(
  { code, least, most, why, other = '' }: SettingProblem,
  unit?: Unit,
): string {
  const limit = (count: number | undefined) =>
    count === undefined ? '' : unit ? lengthText(unit, count) : String(count);
  const said = problems[code]({ least: limit(least), most: limit(most), other });
  return why ? `${said} ${reasonText(why)}` : said;
}
