// The part of the fold that is about words and calls.
import type { SomeFolds } from '../rule.ts';
import { type Alarm, isDuress } from '../state.ts';

/** An alarm of which nobody was called, and no word was heard. */
export function uncalled(
  { kind }: Pick<Alarm, 'kind'>,
  receivedAt: string,
): Pick<Alarm, 'calling' | 'callAttempts' | 'words'> {
  return {
    calling: isDuress({ kind })
      ? { status: 'not-allowed' }
      : { status: 'allowed', by: null, at: receivedAt },
    callAttempts: [],
    words: { codeWordAt: null, duressAt: null },
  };
}

export const callingFolds = {
  WordChecked: (alarm, { data, at }) => ({
    ...alarm,
    words:
      data.result === 'code-word'
        ? { ...alarm.words, codeWordAt: at }
        : { ...alarm.words, duressAt: at },
  }),
  CallingAllowed: (alarm, { data, at }) => ({
    ...alarm,
    calling: { status: 'allowed', by: data.by, at },
  }),
  CallAttempted: (alarm, { data, personal, version, at }) => {
    const added = { ...alarm, callAttempts: [...alarm.callAttempts, { version, ...data, at }] };
    if (!personal || !alarm.personal || data.contactId === null) return added;
    const calledNames = { ...alarm.personal.calledNames, [data.contactId]: personal.name };
    return { ...added, personal: { ...alarm.personal, calledNames } };
  },
} satisfies SomeFolds;
