// An event as it reads once its content was erased: what happened, without the words. The log reads like this by itself
// when the key is gone; whoever had it before him makes the same of it.
import type { AlarmEvent } from '../events.ts';
import { splitData } from '../personal/typed-fields.ts';

export function withoutWords<E extends AlarmEvent>(event: E): E {
  const { clear } = splitData(event);
  return { ...event, data: clear, ...('personal' in event && { personal: null }) };
}
