// The part of the fold that is about what was read back.
import type { SomeFolds } from '../rule.ts';

export const readBackFolds = {
  ReadBackTicked: (alarm, { data: { field, on } }) => {
    const others = alarm.readBack.filter((each) => each !== field);
    return { ...alarm, readBack: on ? [...others, field] : others };
  },
  ReadBackOutdated: (alarm, { data: { fields } }) => ({
    ...alarm,
    readBack: alarm.readBack.filter((each) => !fields.includes(each)),
  }),
} satisfies SomeFolds;
