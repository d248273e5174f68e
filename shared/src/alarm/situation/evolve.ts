// The part of the fold that is about what is heard of the situation.
import type { SomeFolds } from '../rule.ts';

export const situationFolds = {
  SituationEntered: (alarm, { personal }) => {
    if (!personal || !alarm.personal) return alarm;
    const heard = { ...alarm.personal.situation, ...personal };
    return { ...alarm, personal: { ...alarm.personal, situation: heard } };
  },
} satisfies SomeFolds;
