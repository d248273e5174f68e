// Which messages the machine itself shows while nobody sees a window of this person: one for each press that waits and
// came since. Who it is about is not said, for a locked screen is read by whoever passes.
import { isWaiting } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { shapeOf, wordOf } from '../alarms/describe.ts';
import { m } from '../paraglide/messages.js';

export type ScreenMessage = { key: string; alarmId: string; text: string };

/** More at a time are a wall that nobody reads; the last says how many more wait. */
const mostAtOnce = 3;

/** As long as it waits it is one; falling free it is another, and called for again. */
export const keyOf = ({ id, ownership }: Alarm) => `${id} ${ownership.since}`;

/** SPOED and HOOG that nobody took, the first to come first. */
export const callsOf = (alarms: Iterable<Alarm>): Alarm[] =>
  [...alarms]
    .filter((alarm) => isWaiting(alarm) && ['urgent', 'high'].includes(shapeOf(alarm)))
    .sort(
      (first, second) =>
        rank(first) - rank(second) || first.ownership.since.localeCompare(second.ownership.since),
    );

const rank = (alarm: Alarm) => (alarm.priority === 'urgent' ? 0 : 1);

export function messagesOf(calls: readonly Alarm[]): ScreenMessage[] {
  const shown = calls.slice(0, mostAtOnce);
  const messages = shown.map((alarm) => ({
    key: keyOf(alarm),
    alarmId: alarm.id,
    text: [wordOf(alarm), alarm.municipality?.name].filter(Boolean).join(' – '),
  }));
  const next = calls[mostAtOnce];
  if (!next) return messages;
  const count = calls.length - mostAtOnce;
  return [
    ...messages,
    { key: `more ${count}`, alarmId: next.id, text: m.screen_message_more({ count }) },
  ];
}
