// How a message becomes durable and an alarm: it is recorded alone, which nothing but a lost disk can
// prevent, and at the same time decided and recorded in one transaction. Whichever is on disk first
// answers the device, so neither waits for the other and no failing decision loses a press; the second
// to come finds the message there and settles it. Of one button one is decided at a time: they would wait for its
// lock, and keep every connection of the press for nobody else.
import type { Logger } from '../logger.ts';
import type { RecordAlone } from './record/record-alone.ts';
import type { Message } from './record/record-message.ts';
import type { Handled, ToAlarm } from './handled.ts';

/**
 * Resolves once the message is durable, and rejects when it cannot be made so: then it must not be
 * acknowledged. `onDecided` hears of the decision, before or after that, and not at all where it
 * failed and is left to the recovery.
 */
export type TakeIn = (message: Message, onDecided: (handled: Handled) => void) => Promise<void>;

type Parts = { recordAlone: RecordAlone; toAlarm: ToAlarm; log: Logger };

export function createTakeIn({ recordAlone, toAlarm, log }: Parts): TakeIn {
  const inTurn = createTurnsOfButtons();
  return async (message, onDecided) => {
    const recorded = recordAlone.record(message);
    const decided = inTurn(message.buttonId ?? message.id, () =>
      toAlarm(message, { record: true }),
    ).then(onDecided);
    decided.catch((error: unknown) => log.error({ error, messageId: message.id }, 'not decided'));
    await Promise.any([recorded, decided]).catch(() => recorded);
  };
}

/** Runs what is given for one button after the other, whatever becomes of it. */
function createTurnsOfButtons() {
  const lastOf = new Map<string, Promise<unknown>>();
  return async <T>(buttonId: string, work: () => Promise<T>): Promise<T> => {
    const before = lastOf.get(buttonId);
    const done = before ? before.then(work, work) : work();
    lastOf.set(buttonId, done);
    try {
      return await done;
    } finally {
      if (lastOf.get(buttonId) === done) lastOf.delete(buttonId);
    }
  };
}
