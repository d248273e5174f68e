// The product's own parts as senders of messages. A part that is ill says so the way a device does: its
// message is durable before it is decided, is decided under a lock, joins what is open, and is recovered
// when the decision fails. So there is one way to an alarm, and nothing beside it that can break.
import { randomUUID } from 'node:crypto';
import { systemPart, type Actor, type SystemPart } from '@achterwacht/shared/actor.ts';
import { placeOfAlarms } from '@achterwacht/shared/feed-view.ts';
import type { DecodedSignal, SignalWarning } from '@achterwacht/shared/signals.ts';
import type { Announce } from '../announce.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { Logger } from '../logger.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { tryAll } from '../jobs/set-aside.ts';
import { sealContent } from './record/message-content.ts';
import {
  contentHashOf,
  recordMessage,
  recoveryMilliseconds,
  type Message,
} from './record/record-message.ts';
import type { ToAlarm } from './handled.ts';

/** What a person must see: the doubt that stands on the alarm, and in words for the list of signals. */
export type Trouble = { warning: SignalWarning; text: string };

/** Raises a `system` alarm at every centre, or joins the part's open one. Resolves once it is durable. */
export type ReportTrouble = (part: SystemPart, trouble: Trouble) => Promise<void>;

type Parts = {
  system: Database;
  keys: KeyRing;
  clock: Clock;
  toAlarm: ToAlarm;
  announce: Announce;
  log: Logger;
};

export function createReportTrouble({
  system,
  keys,
  clock,
  toAlarm,
  announce,
  log,
}: Parts): ReportTrouble {
  return async (part, trouble) => {
    const centres = await system.sql<{ id: string }[]>`select id from centres`;
    // One centre that cannot be told keeps no other from hearing it.
    await tryAll(centres, async ({ id: centreId }) => {
      const buttonId = await findOrMakeRow(system, part, centreId);
      const message = messageOf(keys, part, trouble, { centreId, buttonId, now: clock.now() });
      await recordMessage(system.sql, keys, message);
      try {
        const { events } = await toAlarm(message);
        announce(placeOfAlarms(centreId), events);
      } catch (error) {
        // Durable, so the recovery decides it; thrown, it would be reported again and again at every centre.
        log.error({ error, messageId: message.id }, 'not decided');
      }
    });
  };
}

/** Who asks, for a message of our own; null for one that a device sent. */
export function ownPartOf({ protocol, account }: Message): Actor | null {
  if (protocol !== 'system') return null;
  return { type: 'system', part: systemPart.parse(account?.split('/')[0]) };
}

/** Something to lock, as every sender has. Accounts are one list over all centres, so it names its own. */
async function findOrMakeRow(
  { sql }: Database,
  part: SystemPart,
  centreId: string,
): Promise<string> {
  const account = accountOf(part, centreId);
  await sql`
    insert into buttons (id, centre_id, serial, protocol, account, model)
    values (${randomUUID()}, ${centreId}, ${account}, 'system', ${account}, 'achterwacht')
    on conflict do nothing`;
  const [row] = await sql<{ id: string }[]>`
    select id from buttons where protocol = 'system' and account = ${account}`;
  if (!row) throw new Error(`no row for the part ${part} could be made`);
  return row.id;
}

const accountOf = (part: SystemPart, centreId: string) => `${part}/${centreId}`;

function messageOf(
  keys: KeyRing,
  part: SystemPart,
  { warning, text }: Trouble,
  { centreId, buttonId, now }: { centreId: string; buttonId: string; now: Date },
): Message {
  const account = accountOf(part, centreId);
  const signal: DecodedSignal = {
    kind: 'system',
    code: warning,
    zone: null,
    deviceTime: null,
    position: null,
    batteryPercent: null,
    text,
    warnings: [warning],
  };
  const id = randomUUID();
  const content = { raw: Buffer.from(text), signals: [{ id: randomUUID(), decoded: signal }] };
  return {
    id,
    ...content,
    centreId,
    buttonId,
    receivedAt: now,
    protocol: 'system',
    transport: 'internal',
    remoteAddress: 'internal',
    account,
    sequence: null,
    verdict: 'decoded',
    contentHash: contentHashOf(keys, {
      account,
      sequence: null,
      frameTime: now,
      signals: [signal],
    }),
    disposition: 'pending',
    handledAt: null,
    handleAt: new Date(now.getTime() + recoveryMilliseconds),
    // It speaks of no person.
    sealed: sealContent(keys, id, null, content),
  };
}
