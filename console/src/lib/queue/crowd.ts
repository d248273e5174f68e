// When there are more alarms than people keep up with. Ten in ten minutes is where a flood begins for one person, and
// below five it is over (EEMUA 191, ISA-18.2); between the two it stays what it is, or a strip would come and go.
import { isMissedPress } from '@achterwacht/shared/alarm/joining.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isTest } from '../alarms/describe.ts';

export const crowdMilliseconds = 10 * 60_000;
export const crowdMinutes = crowdMilliseconds / 60_000;
const beginsAt = 10;
const endsBelow = 5;

/** How many alarms asked for somebody in the last ten minutes; a fault asks for nobody at once, a test for nobody. */
export function cameLately(alarms: Iterable<Alarm>, now: number): number {
  let count = 0;
  for (const alarm of alarms) {
    const { received } = alarm.times;
    if (!received || now - Date.parse(received) > crowdMilliseconds) continue;
    if (isTest(alarm) || (alarm.kind === 'fault' && !isMissedPress(alarm))) continue;
    count += 1;
  }
  return count;
}

export const isCrowd = (was: boolean, count: number): boolean =>
  was ? count >= endsBelow : count >= beginsAt;
