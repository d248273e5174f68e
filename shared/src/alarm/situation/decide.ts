// Entering what is heard of the situation: only what is new is written down.
import { notAtWork } from '../ownership/at-work.ts';
import { staff, whileOpen, type SomeRules } from '../rule.ts';
import { situationOf, situationPart, situation } from './state.ts';

export const situationRules = {
  EnterSituation: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen(notAtWork),
    decide: (alarm, { heard }, { by }) => {
      const known = situationOf(alarm);
      const about = situationPart.options.filter(
        (part) => heard[part] !== undefined && heard[part] !== known[part],
      );
      if (about.length === 0) return [];
      const news = Object.fromEntries(about.map((part) => [part, heard[part]]));
      const personal = situation.partial().parse(news);
      return [{ type: 'SituationEntered', data: { by, about }, personal }];
    },
  },
} satisfies SomeRules;
