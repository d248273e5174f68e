// A field of the script that was read back and then says something else was not read back: its tick falls, in the
// log, so that whoever telephones reads it again. The position's age alone changes nothing.
import { locationCardOf } from '../script/location-card.ts';
import { positionText, whereText } from '../script/script.ts';
import { adviseClass } from '../handover/advised-class.ts';
import type { AlarmFact } from '../events.ts';
import { situationOf } from '../situation/state.ts';
import type { ScriptField } from '../script/fields.ts';
import type { Alarm } from '../state.ts';

/** The ticks that fall between one state of an alarm and a later one, as a fact; none where none does. */
export function outdatedReadBack(before: Alarm, after: Alarm): AlarmFact[] {
  const readBack = before.readBack.filter((field) => after.readBack.includes(field));
  // Nothing is read aloud any more of what is closed: a marker may still be set, while somebody listens back.
  if (readBack.length === 0 || after.closed) return [];
  const [was, is] = [restsOn(before), restsOn(after)];
  const fields = readBack.filter((field) => was[field] !== is[field]);
  return fields.length === 0 ? [] : [{ type: 'ReadBackOutdated', data: { fields } }];
}

/** What each field says, as far as the alarm knows: the dossier's part of it does not change meanwhile. */
function restsOn(alarm: Alarm): Record<ScriptField, string> {
  const { verification, words } = alarm;
  // Of no moment: how old it is, is said by whoever reads.
  const card = locationCardOf(alarm.personal, [], new Date(0));
  const { perpetratorKnows, ...danger } = situationOf(alarm);
  const judged = verification.status === 'verified' || verification.status === 'unverifiable';
  return {
    who: alarm.personal?.holder?.name ?? alarm.personal?.toldName ?? '',
    heard: judged ? verification.at : (alarm.markers.at(-1)?.markerId ?? ''),
    where: whereText(card),
    position: positionText({ ...card, ageSeconds: card.ageSeconds === null ? null : 0 }),
    basis: [
      adviseClass(alarm),
      verification.status === 'verified' ? verification.basis : words.duressAt,
    ].join(),
    danger: JSON.stringify(danger),
    approach: perpetratorKnows,
    'call-back': '',
  };
}
