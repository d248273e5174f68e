// When what was said of an alarm may be erased. Never while it is open, nor while its recording is held for somebody;
// because a term is over only where it is the term of such a case: one that was opened again may have become another.
import { isHarmless } from '../outcome.ts';
import { refusal } from '../refusal.ts';
import type { SomeRules } from '../rule.ts';
import type { Alarm } from '../state.ts';
import type { ContentTerm } from './state.ts';

export const erasingRules = {
  EraseContent: {
    sentBy: 'system',
    decide: (alarm, { why, term }) => {
      if (alarm.erased) return [];
      if (!alarm.closed) return refusal('niet-gesloten');
      const { held } = alarm.sound;
      if (held) return refusal('opname-vastgehouden', { by: held.by.name });
      if (why === 'retention' && term !== termOf(alarm)) return refusal('uitkomst-past-niet');
      return [{ type: 'ContentErased', data: { why } }];
    },
  },
} satisfies SomeRules;

/** *Loos*, or no alarm in earnest, goes after a centre's few days. */
function termOf({ mode, closed }: Alarm): ContentTerm {
  const isLoos = closed !== null && isHarmless(closed.outcome);
  return mode !== 'real' || isLoos ? 'harmless' : 'real';
}
