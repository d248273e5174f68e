// Who can be asked to take an alarm: whoever sits at a desk, but for its owner and whoever asks.
import type { Person } from '@achterwacht/shared/actor.ts';
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { PresentMember } from '@achterwacht/shared/feed.ts';
import type { StaffMember } from '@achterwacht/shared/staff-member.ts';
import type { AlarmWork } from '../alarms/alarm-work.svelte.ts';
import { m } from '../paraglide/messages.js';

const readiness = { free: 0, busy: 1, pause: 2 } satisfies Record<PresentMember['state'], number>;

/** Whoever has his hands free first. */
export function colleaguesFor(
  alarm: Alarm,
  members: readonly PresentMember[],
  me: Pick<Person, 'id'>,
): PresentMember[] {
  const ownerId = ownerOf(alarm)?.id;
  return members
    .filter(({ id }) => id !== ownerId && id !== me.id)
    .toSorted(
      (first, second) =>
        readiness[first.state] - readiness[second.state] || first.name.localeCompare(second.name),
    );
}

/** @returns whether he was asked. */
export async function assignTo(
  alarm: Alarm,
  colleague: StaffMember,
  work: AlarmWork,
): Promise<boolean> {
  const isAsked = await work.act(alarm, { type: 'Assign', userId: colleague.id });
  if (isAsked)
    work.showResult('accepted', m.assign_done({ number: alarm.number, name: colleague.name }));
  return isAsked;
}
