// What stands on the paper form already: all that this desk knows of an alarm without asking anybody. Words that are asked
// of a holder (*codewoord*) stay off it, for paper lies on a desk.
import { doubtsOf } from '@achterwacht/shared/alarm/signals/belief.ts';
import { stage } from '@achterwacht/shared/alarm/stages.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { rdText, wgsText } from '@achterwacht/shared/geo/coordinates.ts';
import type { Dossier } from '@achterwacht/shared/routes/dossier.ts';
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import { accuracyText, hearsayOf, kindOf, placeOf, whoOf, wordOf } from '../alarms/describe.ts';
import { flagsOf, isNoCall } from '../calling/calls.ts';
import { m } from '../paraglide/messages.js';
import { phoneText } from '../phone-text.ts';
import { clockTime, dayAndTime } from '../time/format.ts';
import { doubtWords, flagWords, situationText } from '../words.ts';

export type PaperLine = { label: string; text: string };

/** Null: an empty form, with the same lines to fill in. */
export function paperLines(alarm: Alarm | null, dossier: Dossier | null): PaperLine[] {
  const line = (label: string, text: string | null | undefined): PaperLine => ({
    label,
    text: text ?? '',
  });
  if (!alarm)
    return [
      line(m.paper_number(), null),
      line(m.paper_received(), null),
      line(m.paper_who(), null),
      line(m.paper_phone(), null),
      line(m.paper_place(), null),
      line(m.paper_municipality(), null),
    ];
  const who = whoOf(alarm);
  const fix = alarm.personal?.position?.fix;
  const known = [
    line(m.paper_number(), `#${alarm.number} · ${wordOf(alarm)} · ${kindOf(alarm)}`),
    line(m.paper_received(), dayAndTime(alarm.times.received ?? alarm.updatedAt)),
    line(m.paper_who(), [who.name, who.detail, who.warning].filter(Boolean).join(' · ')),
    line(m.paper_phone(), phoneOf(alarm)),
    line(m.paper_place(), placeOf(alarm)),
    line(m.paper_municipality(), alarm.municipality?.name),
  ];
  const more = [
    line(m.paper_coordinates(), fix && coordinatesOf(fix)),
    line(m.paper_looks(), dossier?.description),
    line(m.paper_instruction(), dossier?.specialInstruction),
    line(
      m.paper_flags(),
      flagsOf(alarm)
        .map((flag) => flagWords[flag]())
        .join(' · '),
    ),
    line(m.paper_heard(), situationText(alarm.personal?.situation ?? {})),
    line(
      m.paper_doubts(),
      doubtsOf(alarm)
        .map((doubt) => doubtWords[doubt]())
        .join(' '),
    ),
    line(m.paper_hearsay(), hearsayOf(alarm)),
    line(m.paper_button(), alarm.button.serial),
    line(m.paper_owner(), ownerOf(alarm)?.name),
  ];
  return [...known, ...more.filter(({ text }) => text !== '')];
}

function phoneOf(alarm: Alarm): string {
  const phone = alarm.personal?.holder?.phone;
  if (isNoCall(alarm)) return m.flag_no_call();
  return phone ? phoneText(phone) : '';
}

type Fix = NonNullable<NonNullable<Alarm['personal']>['position']>['fix'];

const coordinatesOf = (fix: Fix) =>
  [rdText(fix.latitude, fix.longitude), wgsText(fix.latitude, fix.longitude), accuracyText(fix)]
    .filter(Boolean)
    .join(' · ');

const stageWords = {
  pressed: m.stage_pressed,
  received: m.stage_received,
  presented: m.stage_presented,
  claimed: m.stage_claimed,
  audible: m.stage_audible,
  decided: m.stage_decided,
  'handed-over': m.stage_handed_over,
  'police-confirmed': m.stage_police_confirmed,
  'on-scene': m.stage_on_scene,
  closed: m.stage_closed,
} satisfies Record<(typeof stage.options)[number], () => string>;

/** In their order, with the time of those that were; the others are written down. */
export const paperTimes = (alarm: Alarm | null): PaperLine[] =>
  stage.options
    .filter((one) => one !== 'presented' && one !== 'pressed')
    .map((one) => {
      const at = alarm?.times[one];
      return { label: stageWords[one](), text: at ? clockTime(at) : '' };
    });
