// What was not kept is told all the same: as one message of ours a centre, which says how many there were of what was
// refused, and one for each button of what was accepted. Where some of them called for help it goes into the centre's
// collective alarm, or the button's own, by the same way as every other message, so that whoever looks at the flood
// sees its size.
import { randomUUID } from 'node:crypto';
import type { DecodedSignal } from '@achterwacht/shared/signals.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { tryAll } from '../jobs/set-aside.ts';
import { sealContent } from './record/message-content.ts';
import { recordMessage, type Message } from './record/record-message.ts';
import type { Counted, RefusedLimits } from './limits/refused-limits.ts';

/** The verdict of a message that stands for those that were only counted. */
export const countedOnly = 'counted-only';

type Parts = { system: Database; keys: KeyRing; refused: RefusedLimits };

/** Records what is to be told now; gives how many messages that took. `everything`: before a stop. */
export async function reportCounted(
  { system, keys, refused }: Parts,
  now: Date,
  everything = false,
): Promise<number> {
  const due = refused.take(now, everything);
  // One that cannot be written down takes no other centre's count with it.
  await tryAll(due, async (counted) => {
    try {
      await recordMessage(system.sql, keys, messageOf(keys, counted, now));
    } catch (error) {
      refused.putBack(counted);
      throw error;
    }
  });
  return due.length;
}

function messageOf(
  keys: KeyRing,
  { centreId, buttonId, calls, others }: Counted,
  now: Date,
): Message {
  const id = randomUUID();
  const text = `niet apart bewaard, wel geteld: ${calls} keer om hulp, ${others} andere`;
  const content = { raw: Buffer.from(text), signals: signalsOf(calls, text) };
  return {
    id,
    ...content,
    centreId,
    buttonId,
    receivedAt: now,
    protocol: 'dc09',
    transport: 'internal',
    remoteAddress: 'internal',
    account: null,
    sequence: null,
    verdict: countedOnly,
    // Never a repeat of the one before, however alike their numbers are.
    contentHash: null,
    disposition: 'refused',
    handledAt: calls === 0 ? now : null,
    handleAt: now,
    sealed: sealContent(keys, id, null, content),
  };
}

function signalsOf(calls: number, text: string): { id: string; decoded: DecodedSignal }[] {
  if (calls === 0) return [];
  const decoded: DecodedSignal = {
    kind: 'panic',
    code: null,
    zone: null,
    deviceTime: null,
    position: null,
    batteryPercent: null,
    text,
    warnings: ['counted-only'],
    ...(calls > 1 && { more: calls - 1 }),
  };
  return [{ id: randomUUID(), decoded }];
}
