// Giving up is an event that its owner sees.
import type { SomeRules } from '../rule.ts';

export const effectsRules = {
  EffectFailed: {
    sentBy: 'system',
    decide: (_alarm, { effectId, effectKind, attempts }) => [
      { type: 'EffectFailed', data: { effectId, effectKind, attempts } },
    ],
  },
} satisfies SomeRules;
