// Alarms as the desk's feed brings them, for tests of queue, clock, sound and map. What is raised is the
// example of the rules' own tests; here it only gets a place in the feed, moments by the wall clock and
// an id of its own, for a desk sees many alarms at once.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { RaiseCommand } from '@achterwacht/shared/alarm/raising/commands.ts';
import { raise } from '@achterwacht/shared/alarm/raising/decide.ts';
import { eventSchemaVersion, type AlarmFact } from '@achterwacht/shared/alarm/events.ts';
import { evolve } from '@achterwacht/shared/alarm/evolve.ts';
import type { StaffMember } from '@achterwacht/shared/staff-member.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { Position } from '@achterwacht/shared/signals.ts';
import { claimed } from '@achterwacht/shared/testing/facts.ts';
import { anna, position, raising, signal, system } from '@achterwacht/shared/testing/given.ts';

export { anna, bram } from '@achterwacht/shared/testing/given.ts';
export const start = Date.parse('2026-11-21T13:02:00.000Z');
const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

let counter = 0;
const uuid = () => `0190a000-0000-7000-9000-${String((counter += 1)).padStart(12, '0')}`;

export type Made = { alarm: Alarm; events: FeedEvent[] };
type Wishes = Partial<Pick<RaiseCommand, 'number' | 'kind' | 'mode' | 'priority' | 'button'>> & {
  receivedAt?: number;
  sequence?: number;
  fix?: Partial<Position>;
};

export function raised({ receivedAt = start, sequence = 1, fix, ...changes }: Wishes = {}): Made {
  const at = iso(receivedAt);
  const decision = raise(
    raising({
      signal: signal('panic', { position: { ...position(52.38, at), ...fix } }),
      receivedAt: at,
      ...changes,
    }),
  );
  if (decision.status !== 'accepted') throw new Error('a raise is never refused');
  return append(null, uuid(), sequence, decision.facts[0]!, at, system('intake'));
}

/** The next event on an alarm, by a person unless told otherwise. */
export function followedBy(made: Made, fact: AlarmFact, at: number, who: Actor = anna): Made {
  const { sequence } = made.events.at(-1)!;
  return append(made, made.alarm.id, sequence + 1, fact, iso(at), who);
}

export const claimedBy = (made: Made, by: StaffMember, at = start + 5_000): Made => {
  const who = { ...anna, ...by };
  return followedBy(made, claimed(who), at, who);
};

function append(
  made: Made | null,
  alarmId: string,
  sequence: number,
  fact: AlarmFact,
  at: string,
  actor: Actor,
): Made {
  const event: FeedEvent = {
    ...fact,
    alarmId,
    version: (made?.alarm.version ?? 0) + 1,
    schemaVersion: eventSchemaVersion,
    sequence,
    at,
    actor,
  };
  return { alarm: evolve(made?.alarm ?? null, event), events: [...(made?.events ?? []), event] };
}
