// When what was said of an alarm may be erased. Never while it is open, nor while its recording is held for somebody;
// because its time is over only where nobody needed help.
import { isHarmless } from '../outcome.ts';
import { refusal } from '../refusal.ts';
import type { SomeRules } from '../rule.ts';
import type { Alarm } from '../state.ts';

export const erasingRules = {
  EraseContent: {
    sentBy: 'system',
    decide: (alarm, { why }) => {
      if (alarm.erased) return [];
      if (!alarm.closed) return refusal('niet-gesloten');
      const { held } = alarm.sound;
      if (held) return refusal('opname-vastgehouden', { by: held.by.name });
      if (why === 'retention' && !wasHarmless(alarm)) return refusal('uitkomst-past-niet');
      return [{ type: 'ContentErased', data: { why } }];
    },
  },
} satisfies SomeRules;

/** *Loos*, or no alarm in earnest: what goes after a centre's few days. */
function wasHarmless({ mode, closed }: Alarm): boolean {
  return mode !== 'real' || (closed !== null && isHarmless(closed.outcome));
}
