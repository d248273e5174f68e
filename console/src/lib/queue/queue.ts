// The queue: which section an alarm stands in and in which order. Waiting alarms come first, among them
// SPOED before all else, those whose owner fell away before those never taken, oldest first. Faults
// make one group, tests one strip: neither can push a press down. What may be all that is left of a press
// stands among those that wait.
import { isMissedPress } from '@achterwacht/shared/alarm/joining.ts';
import { isAssignedTo, isWaiting, ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Priority } from '@achterwacht/shared/alarm/raising/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isTest } from '../alarms/describe.ts';
import { workClockOf } from '../alarms/work-clock.ts';

export type SectionName =
  'waiting' | 'asked' | 'mine' | 'colleagues' | 'parked' | 'faults' | 'tests' | 'closed';

export type Queue = Record<SectionName, Alarm[]>;

const weight = { urgent: 0, high: 1, low: 2 } satisfies Record<Priority, number>;

export function sectionOf(alarm: Alarm, myId: string): SectionName {
  if (alarm.closed) return 'closed';
  if (ownerOf(alarm)?.id === myId) return 'mine';
  if (isAssignedTo(alarm, { id: myId }) && !isWaiting(alarm)) return 'asked';
  if (ownerOf(alarm)) return 'colleagues';
  if (alarm.ownership.status === 'parked') return 'parked';
  if (isTest(alarm)) return 'tests';
  if (alarm.kind === 'fault' && !isMissedPress(alarm)) return 'faults';
  return 'waiting';
}

export function queueOf(alarms: Iterable<Alarm>, myId: string, now: number): Queue {
  const queue: Queue = {
    waiting: [],
    asked: [],
    mine: [],
    colleagues: [],
    parked: [],
    faults: [],
    tests: [],
    closed: [],
  };
  for (const alarm of alarms) queue[sectionOf(alarm, myId)].push(alarm);
  const oldestFirst = (first: Alarm, second: Alarm) => receivedAt(first) - receivedAt(second);
  const urgentFirst = (first: Alarm, second: Alarm) =>
    weight[first.priority] - weight[second.priority];

  queue.waiting.sort(
    (first, second) =>
      urgentFirst(first, second) ||
      ownerless(first) - ownerless(second) ||
      oldestFirst(first, second),
  );
  const late = (alarm: Alarm) => (workClockOf(alarm, now)?.late ? 0 : 1);
  queue.mine.sort(
    (first, second) =>
      late(first) - late(second) || urgentFirst(first, second) || oldestFirst(first, second),
  );
  queue.asked.sort((first, second) => urgentFirst(first, second) || oldestFirst(first, second));
  queue.colleagues.sort(
    (first, second) => urgentFirst(first, second) || oldestFirst(first, second),
  );
  queue.parked.sort((first, second) => parkedUntil(first).localeCompare(parkedUntil(second)));
  queue.faults.sort((first, second) => oldestFirst(second, first));
  queue.tests.sort(oldestFirst);
  queue.closed.sort((first, second) => second.closed!.at.localeCompare(first.closed!.at));
  return queue;
}

/** Cards from top to bottom as the digits 1–9, J and K count them. */
export function walkOf(queue: Queue, open: { faults: boolean; closed: boolean }): Alarm[] {
  return [
    ...queue.waiting,
    ...queue.asked,
    ...queue.mine,
    ...queue.colleagues,
    ...queue.parked,
    ...(open.faults || queue.faults.length === 1 ? queue.faults : []),
    ...queue.tests,
    ...(open.closed ? queue.closed : []),
  ];
}

/**
 * What a search leaves to see. It is for finding what is quiet: what waits for somebody and what is mine stay,
 * whatever stands in the box, or a word that was forgotten there hides a press. Of the faults only those that are
 * quiet themselves go, for a thousand of them are what is searched through.
 */
export function searched(queue: Queue, typed: string): Queue {
  const found = (alarm: Alarm) => matches(alarm, typed);
  return {
    ...queue,
    colleagues: queue.colleagues.filter(found),
    parked: queue.parked.filter(found),
    faults: queue.faults.filter((alarm) => alarm.priority !== 'low' || found(alarm)),
    closed: queue.closed.filter(found),
  };
}

/** Whether a card answers to what was typed: number, person, function, place, municipality, button. */
export function matches(alarm: Alarm, typed: string): boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = [
    `#${alarm.number}`,
    alarm.button.serial,
    alarm.municipality?.name,
    alarm.personal?.holder?.name,
    alarm.personal?.holder?.function,
    alarm.personal?.toldName,
    alarm.personal?.place?.text,
    alarm.personal?.place?.possibly?.label,
    alarm.personal?.place?.possibly?.address,
  ]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

const receivedAt = (alarm: Alarm) => Date.parse(alarm.times.received ?? alarm.updatedAt);

const ownerless = (alarm: Alarm) =>
  alarm.ownership.status === 'released' && isWaiting(alarm) ? 0 : 1;

const parkedUntil = (alarm: Alarm) =>
  alarm.ownership.status === 'parked' ? alarm.ownership.until : '';
