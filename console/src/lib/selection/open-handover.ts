// F8. For who listens it is the text to read aloud. A colleague who opens it is the one who telephones: the same key
// says so, and the script is before him.
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { AlarmWork } from '../alarms/alarm-work.svelte.ts';
import { openWhenAllowed, type Opening } from './open-when-allowed.ts';

/** Somebody else has it, nobody telephones yet, and nobody has told the police. */
export function joinsByHandover(alarm: Alarm, work: AlarmWork): boolean {
  const owner = ownerOf(alarm);
  const isBefore = alarm.handover.status === 'none' || alarm.handover.status === 'prepared';
  const isFree = owner !== null && owner.id !== work.me.id && alarm.caller === null;
  // Whoever may hand over by himself, as a supervisor, may also only look what became of it.
  const wants = isBefore || work.whyNot(alarm, 'StartHandover') !== null;
  return isFree && wants && work.whyNot(alarm, 'JoinAsCaller') === null;
}

/** Why it cannot be opened now; null when it can. */
export const whyNotHandover = (alarm: Alarm, work: AlarmWork): string | null =>
  joinsByHandover(alarm, work) ? null : work.whyNot(alarm, 'StartHandover');

export async function openHandover(opening: Opening, alarm: Alarm): Promise<void> {
  const { work } = opening;
  if (joinsByHandover(alarm, work) && !(await work.act(alarm, { type: 'JoinAsCaller' }))) return;
  await openWhenAllowed(opening, alarm, 'handover', 'StartHandover');
}
