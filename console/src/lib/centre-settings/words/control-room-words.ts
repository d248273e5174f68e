// How a line to a control room, and a call to it, is said.
import { controlRooms, type ControlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import type {
  ControlRoomLine,
  LinePlace,
  LineTestResult,
} from '@achterwacht/shared/police/line-test.ts';
import { settingProblem, type SettingProblem } from '@achterwacht/shared/setting/problems.ts';
import { ApiError } from '../../api.ts';
import { m } from '../../paraglide/messages.js';
import { dayText } from '../../time/format.ts';

const placeWords = {
  police: { first: m.line_police_first, second: m.line_police_second },
  ambulance: { first: m.line_ambulance_first, second: m.line_ambulance_second },
};

export const resultWords: Record<LineTestResult, () => string> = {
  works: m.line_result_works,
  'no-answer': m.line_result_no_answer,
  'wrong-number': m.line_result_wrong_number,
};

/** In the order in which a region shows them. */
export const places: readonly Omit<LinePlace, 'regionCode'>[] = [
  { discipline: 'police', which: 'first' },
  { discipline: 'police', which: 'second' },
  { discipline: 'ambulance', which: 'first' },
  { discipline: 'ambulance', which: 'second' },
];

export const placeText = ({ discipline, which }: Omit<LinePlace, 'regionCode'>) =>
  placeWords[discipline][which]();

export const lineText = (place: LinePlace) =>
  `${controlRooms[place.regionCode].name}, ${placeText(place)}`;

export const testedText = ({ lastTestedAt }: Pick<ControlRoomLine, 'lastTestedAt'>) =>
  lastTestedAt === null ? m.line_never_tested() : m.line_tested({ at: dayText(lastTestedAt) });

export function failedText({ failed }: Pick<ControlRoomLine, 'failed'>): string | null {
  if (!failed) return null;
  const at = dayText(failed.at);
  return failed.result === 'no-answer'
    ? m.line_failed_no_answer({ at })
    : m.line_failed_wrong_number({ at });
}

/** What is wrong with a number. */
export function problemText(problem: SettingProblem): string {
  switch (problem.code) {
    case 'emergency-number':
      return m.setting_problem_emergency_number();
    case 'premium-number':
      return m.setting_problem_premium_number();
    case 'number-twice':
      return m.setting_problem_number_twice({ other: otherText(problem.other ?? '') });
    case 'too-long':
      return m.setting_problem_too_long({ most: problem.most ?? 0 });
    default:
      return m.setting_problem_wrong_form();
  }
}

/** Of a line as a problem names it. */
function otherText(name: string): string {
  const [regionCode = '', discipline = '', which = ''] = name.split('.');
  const place = { regionCode: regionCode as ControlRoomCode, discipline, which } as LinePlace; // as the server names it
  return lineText(place);
}

/** What a refusal says of the places of the list that was sent; empty where it is about something else. */
export function problemsIn(cause: unknown): SettingProblem[] {
  if (!(cause instanceof ApiError) || cause.code !== 'instelling-ongeldig') return [];
  const said = settingProblem.array().safeParse(cause.details['problems']);
  return said.success ? said.data : [];
}
