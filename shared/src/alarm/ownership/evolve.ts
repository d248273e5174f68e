// The part of the fold that is about who has it.
import type { SomeFolds, EventOf } from '../rule.ts';
import { stamp } from '../stages.ts';
import type { Alarm } from '../state.ts';
import { withoutAssignment } from './state.ts';

export const ownershipFolds = {
  AlarmPresented: (alarm, { at }) => stamp(alarm, 'presented', at),
  AlarmClaimed: (alarm, event) => taken(alarm, event),
  AlarmTakenOver: (alarm, event) => taken(alarm, event),
  AlarmReleased: (alarm, { version, data, at }) =>
    own(alarm, version, { status: 'released', by: data.from, why: data.why, since: at }),
  AlarmParked: (alarm, { version, data, at }) =>
    own(alarm, version, { status: 'parked', ...data, since: at }),
  AlarmUnparked: (alarm, { version, at }) =>
    own(alarm, version, { status: 'unclaimed', since: at }),
} satisfies SomeFolds;

export function own(alarm: Alarm, version: number, ownership: Alarm['ownership']): Alarm {
  return {
    ...withoutAssignment(alarm),
    ownership,
    closingProposed: null,
    changedAt: { ...alarm.changedAt, ownership: version },
  };
}

/** Whoever telephoned for it and takes it telephones no more for another. */
function taken(alarm: Alarm, event: EventOf<'AlarmClaimed' | 'AlarmTakenOver'>): Alarm {
  const { by } = event.data;
  const caller = alarm.caller?.id === by.id ? null : alarm.caller;
  const owned = own({ ...alarm, caller }, event.version, {
    status: 'owned',
    by,
    since: event.at,
    activeAt: event.at,
  });
  return stamp(owned, 'claimed', event.at);
}
