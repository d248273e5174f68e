// What spoke another protocol to us, as one message a sender and hour: which protocol it was, how often, and how it began.
import type { Database } from '../db/connect.ts';
import { tryAll } from '../jobs/set-aside.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Foreign, ForeignCounts } from './limits/foreign-counts.ts';
import { sealContent } from './record/message-content.ts';
import { recordMessage } from './record/record-message.ts';

/** The verdict of such a message. */
export const foreignProtocol = 'foreign-protocol';

type Parts = { system: Database; keys: KeyRing; foreign: ForeignCounts };

/** Writes down what is to be told now. `everything`: before a stop. */
export async function reportForeign(
  { system: { sql }, keys, foreign }: Parts,
  now: Date,
  everything = false,
): Promise<void> {
  await tryAll(foreign.take(now, everything), (one) =>
    write(one).catch((error: unknown) => {
      foreign.putBack(one);
      throw error;
    }),
  );

  async function write(one: Foreign): Promise<void> {
    const content = { raw: Buffer.from(textOf(one)), signals: [] };
    const sealed = sealContent(keys, one.id, null, content);
    await recordMessage(sql, keys, {
      ...{ ...content, id: one.id, centreId: one.centreId, buttonId: null, sealed },
      ...{ receivedAt: one.firstAt, protocol: 'dc09', transport: 'internal' },
      ...{ remoteAddress: one.remoteAddress, account: null, sequence: null },
      ...{ verdict: foreignProtocol, contentHash: null, disposition: 'refused' },
      ...{ handledAt: now, handleAt: now },
    });
    await sql`update messages set content = ${sealed.bytes} where id = ${one.id}`;
  }
}

function textOf({ protocol, remoteAddress, count, opening }: Foreign): string {
  const began = Buffer.from(opening)
    .toString('latin1')
    .replaceAll(/[^\x20-\x7e]+/g, '.');
  return `geen DC-09 maar ${protocol}, ${count} keer in dit uur van ${remoteAddress}; het begon met: ${began}`;
}
