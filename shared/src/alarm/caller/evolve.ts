// The part of the fold that is about who telephones.
import { own } from '../ownership/evolve.ts';
import type { SomeFolds } from '../rule.ts';

export const callerFolds = {
  CallerJoined: (alarm, { data, at }) => ({ ...alarm, caller: { ...data.by, since: at } }),
  CallerLeft: (alarm) => ({ ...alarm, caller: null }),
  /** Whoever listened telephones, and the other way round; how long the alarm has had an owner stays. */
  RolesSwapped: (alarm, { data, version, at }) => {
    const { ownership } = alarm;
    if (ownership.status !== 'owned') return alarm;
    const swapped = own(alarm, version, { ...ownership, by: data.owner, activeAt: at });
    return { ...swapped, caller: { ...data.caller, since: at } };
  },
} satisfies SomeFolds;
