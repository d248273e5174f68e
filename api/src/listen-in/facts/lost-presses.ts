// Sound whose press was never heard. A button that lets us listen in and has no alarm five seconds later
// raises one by itself: a press that was lost on the way must not stay lost. It is recorded as a message
// first, like any press, so the recovery takes it up when the decision fails.
import { placeOfAlarms } from '@achterwacht/shared/feed-view.ts';
import type { DecodedSignal } from '@achterwacht/shared/signals.ts';
import type { SoundFact } from '@achterwacht/shared/listen-in/facts.ts';
import type { Announce } from '../../announce.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { ofItems } from '../../jobs/item-job.ts';
import type { Job } from '../../jobs/job.ts';
import { sealContent } from '../../messages/record/message-content.ts';
import {
  contentHashOf,
  recordMessage,
  recoveryMilliseconds,
  type Message,
} from '../../messages/record/record-message.ts';
import type { ToAlarm } from '../../messages/handled.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { besideItem, mayBeTried } from '../../jobs/set-aside.ts';
import type { SoundFacts } from './take-fact.ts';

const everyMilliseconds = 1_000;
/** It waits for the button's row, a second at the most, and for four statements. */
const timeoutMilliseconds = 30_000;
/** A press by another way may be that much slower than its sound. */
export const pressWaitMilliseconds = 5_000;

type Parts = {
  system: Database;
  keys: KeyRing;
  clock: Clock;
  facts: SoundFacts;
  toAlarm: ToAlarm;
  announce: Announce;
  onLostPress: () => void;
};

type Homeless = {
  id: string;
  centre_id: string;
  button_id: string;
  account: string;
  /** It has its alarm, which could not take all of its facts. */
  bound: boolean;
  started_at: string;
  fact: SoundFact | null;
};

/** Gives each recording without an alarm to one, raised if need be. */
export function lostPressesJob(parts: Parts): Job {
  return ofItems({
    name: 'lost-presses',
    everyMilliseconds,
    timeoutMilliseconds,
    aside: 'recording',
    idOf: ({ id }) => id,
    async *items() {
      yield await homeless(parts);
    },
    work: (row) => findAlarm(parts, row),
  });
}

/** Those that wait for their press are asked for again each time: it may come by the slower way. */
function homeless({ system, clock }: Parts): Promise<Homeless[]> {
  return system.sql<Homeless[]>`
    select recordings.id, recordings.centre_id, button_id, account, started_at,
      alarm_id is not null as bound,
      (select fact from waiting_facts where recording_id = recordings.id order by number limit 1)
        as fact
    from recordings join buttons on buttons.id = button_id
    ${besideItem(system.sql, 'recording', 'recordings.id::text')}
    where recordings.id in (
        select id from recordings where alarm_id is null and erased_at is null
        union select recording_id from waiting_facts)
      and ${mayBeTried(system.sql, clock.now())}
    order by aside.retry_at nulls first, started_at limit 100`;
}

/** False while its press may still come. */
async function findAlarm(parts: Parts, row: Homeless): Promise<boolean> {
  const { clock, facts } = parts;
  if ((await facts.bind(row.id)) || row.bound) return true;
  const age = clock.now().getTime() - Date.parse(iso(row.started_at));
  if (age < pressWaitMilliseconds) return false;
  if (await raise(parts, row)) parts.onLostPress();
  await facts.bind(row.id);
  return true;
}

/** False when it was decided already, by another process or before a crash. */
async function raise(parts: Parts, row: Homeless): Promise<boolean> {
  const message = messageOf(parts.keys, row, parts.clock.now());
  await recordMessage(parts.system.sql, parts.keys, message);
  const { centreId, events } = await parts.toAlarm(message);
  parts.announce(placeOfAlarms(centreId), events);
  return events.length > 0;
}

function messageOf(keys: KeyRing, row: Homeless, now: Date): Message {
  const signal: DecodedSignal = {
    kind: 'listen-in',
    code: null,
    zone: null,
    deviceTime: null,
    position: null,
    batteryPercent: null,
    text: null,
    warnings: ['sound-without-press'],
  };
  const occasion = {
    account: row.account,
    // Each recording is its own occasion, never a repeat of another.
    sequence: row.id,
    frameTime: null,
    signals: [signal],
  };
  const content = {
    raw: Buffer.from(JSON.stringify(row.fact)),
    signals: [{ id: row.id, decoded: signal }],
  };
  return {
    ...content,
    // The recording's own id: recorded and decided twice, it is one message.
    id: row.id,
    centreId: row.centre_id,
    buttonId: row.button_id,
    receivedAt: now,
    protocol: row.fact?.type === 'sound-started' ? row.fact.transport : 'whip',
    transport: 'udp',
    remoteAddress: 'media-server',
    account: row.account,
    sequence: null,
    verdict: 'decoded',
    contentHash: contentHashOf(keys, occasion),
    disposition: 'pending',
    handledAt: null,
    handleAt: new Date(now.getTime() + recoveryMilliseconds),
    sealed: sealContent(keys, row.id, row.button_id, content),
  };
}
