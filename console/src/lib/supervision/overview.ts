// What a supervisor's desk counts from the board: who is here and what each has, what is open with what is late first, and
// what waits for a decision that is not its owner's alone.
import { isWaiting, ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import { isPassedOn } from '@achterwacht/shared/alarm/handover/state.ts';
import type { Priority } from '@achterwacht/shared/alarm/raising/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { PresentMember } from '@achterwacht/shared/feed.ts';
import { isTest } from '../alarms/describe.ts';
import { workClockOf } from '../alarms/work-clock.ts';

export type AtWork = {
  id: string;
  name: string;
  /** `away`: no desk of his answers, and an alarm is his still. */
  state: PresentMember['state'] | 'away';
  /** His, what is late first. */
  alarms: Alarm[];
  /** Of others, for which he telephones. */
  calls: Alarm[];
};

/** Whoever has something late first, then whoever has most; somebody away above all. */
export function peopleAtWork(
  members: readonly PresentMember[],
  alarms: readonly Alarm[],
  now: number,
): AtWork[] {
  const people = new Map<string, AtWork>(
    members.map(({ id, name, state }) => [id, { id, name, state, alarms: [], calls: [] }]),
  );
  const personOf = ({ id, name }: { id: string; name: string }) => {
    const found = people.get(id) ?? { id, name, state: 'away' as const, alarms: [], calls: [] };
    people.set(id, found);
    return found;
  };
  for (const alarm of byNeed(alarms, now)) {
    const owner = ownerOf(alarm);
    if (owner) personOf(owner).alarms.push(alarm);
    if (alarm.caller) personOf(alarm.caller).calls.push(alarm);
  }
  const late = (person: AtWork) => (person.alarms.some((alarm) => isLate(alarm, now)) ? 0 : 1);
  const away = ({ state }: AtWork) => (state === 'away' ? 0 : 1);
  return [...people.values()].sort(
    (first, second) =>
      away(first) - away(second) ||
      late(first) - late(second) ||
      second.alarms.length - first.alarms.length ||
      first.name.localeCompare(second.name),
  );
}

export const filters = ['all', 'late', 'unclaimed', 'unverified', 'police'] as const;
export type Filter = (typeof filters)[number];

const passes = {
  all: () => true,
  late: (alarm, now) => isLate(alarm, now),
  unclaimed: (alarm) => isWaiting(alarm),
  unverified: (alarm) =>
    !isTest(alarm) && alarm.priority === 'urgent' && alarm.verification.status === 'open',
  // Told, or about to be, and nobody over there has said his name.
  police: (alarm, now) => {
    const kind = workClockOf(alarm, now)?.kind;
    return kind === 'hand-over' || kind === 'upgrade' || kind === 'confirm' || isPassedOn(alarm);
  },
} satisfies Record<Filter, (alarm: Alarm, now: number) => boolean>;

/** What is late first, the latest of it on top; then by priority, the oldest first; tests last. */
export function openFor(filter: Filter, alarms: readonly Alarm[], now: number): Alarm[] {
  return byNeed(
    alarms.filter((alarm) => passes[filter](alarm, now)),
    now,
  );
}

export type Decision = {
  /**
   * `closing`: one person wants to close it, another confirms. `asked`: somebody was asked to take it and has not.
   * `parked`: longer than an hour. `page`: the police can open it.
   */
  kind: 'closing' | 'asked' | 'parked' | 'page';
  alarm: Alarm;
  since: string;
  /** Of a page of the police. */
  linkId?: string;
};

const longParkedMilliseconds = 3_600_000;

/** The longest waiting first, pages of the police after what waits for somebody. */
export function decisionsOf(alarms: Iterable<Alarm>, now: number): Decision[] {
  const decisions = [...alarms].flatMap((alarm) => [
    ...(alarm.closed ? [] : waitingOf(alarm, now)),
    ...openPagesOf(alarm, now),
  ]);
  const last = ({ kind }: Decision) => (kind === 'page' ? 1 : 0);
  return decisions.sort(
    (first, second) => last(first) - last(second) || first.since.localeCompare(second.since),
  );
}

function waitingOf(alarm: Alarm, now: number): Decision[] {
  const { assignment, closingProposed, ownership } = alarm;
  const found: Decision[] = [];
  if (closingProposed) found.push({ kind: 'closing', alarm, since: closingProposed.at });
  if (assignment) found.push({ kind: 'asked', alarm, since: assignment.since });
  const isParked = ownership.status === 'parked';
  if (isParked && now - Date.parse(ownership.since) > longParkedMilliseconds)
    found.push({ kind: 'parked', alarm, since: ownership.since });
  return found;
}

function openPagesOf(alarm: Alarm, now: number): Decision[] {
  return alarm.policeLinks
    .filter(({ revokedAt, until }) => revokedAt === null && Date.parse(until) > now)
    .map(({ linkId, at }) => ({ kind: 'page', alarm, since: at, linkId }));
}

const isLate = (alarm: Alarm, now: number) => workClockOf(alarm, now)?.late ?? false;

const weight = { urgent: 0, high: 1, low: 2 } satisfies Record<Priority, number>;

function byNeed(alarms: readonly Alarm[], now: number): Alarm[] {
  const keyed = alarms.map((alarm) => {
    const clock = workClockOf(alarm, now);
    // A test is nobody's emergency, and parking counts down to coming back by itself.
    const overdue =
      clock?.late && !isTest(alarm) && clock.kind !== 'parked' ? -clock.remainingMilliseconds : 0;
    return { alarm, overdue, rank: isTest(alarm) ? 3 : weight[alarm.priority] };
  });
  return keyed
    .sort(
      (first, second) =>
        second.overdue - first.overdue ||
        first.rank - second.rank ||
        receivedAt(first.alarm) - receivedAt(second.alarm),
    )
    .map(({ alarm }) => alarm);
}

const receivedAt = (alarm: Alarm) => Date.parse(alarm.times.received ?? alarm.updatedAt);
