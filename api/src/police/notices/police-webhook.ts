// The effect `police-webhook`: a handover, or a message after it, told to every system that its centre has for that
// control room, each apart. What is told is read from the log up to the event that asked for it, so that every attempt
// and every receiver hears the same.
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { doubtsOf } from '@achterwacht/shared/alarm/signals/belief.ts';
import { evolve } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { passedOnClassOf } from '@achterwacht/shared/alarm/handover/upgrade.ts';
import { fixedMessages } from '@achterwacht/shared/alarm/script/police-class.ts';
import { toldNameWords } from '@achterwacht/shared/alarm/script/script.ts';
import { situationOf } from '@achterwacht/shared/alarm/situation/state.ts';
import { aolAt, aolText } from '@achterwacht/shared/places/aol.ts';
import { reportedOf } from '@achterwacht/shared/alarm/script/danger.ts';
import type { KnownPlace } from '@achterwacht/shared/places/known-place.ts';
import { locationCardOf } from '@achterwacht/shared/alarm/script/location-card.ts';
import { controlRoomOf } from '@achterwacht/shared/subjects/alarm-effects.ts';
import { webhooksFor } from '@achterwacht/shared/setting/kinds/webhooks.ts';
import { alarms } from '../../alarms/row/alarm-row.ts';
import { readEvent } from '../../alarms/event-text.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import type { Delivery, DueEffect, Handler } from '../../outbox/outbox.ts';
import { outwardAddress } from '../../outward/address.ts';
import { dataKeyOf, openersOfRow } from '../../log/stream-keys.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { openRestricted, type Restricted } from '../../sealing/restricted.ts';
import { openSecrets } from '../../settings/secrets.ts';
import type { Settings } from '../../settings/settings.ts';
import { capOf } from './cap.ts';
import type { Notice } from './notice.ts';
import { sendWebhook } from './webhook.ts';

type Parts = {
  system: Database;
  keys: KeyRing;
  clock: Clock;
  settings: Pick<Settings, 'settingOf'>;
  /** Names the sender to whoever receives from several. */
  origin: string;
};

export function createPoliceWebhook(parts: Parts): Handler {
  return async (effect, signal) => {
    const { settings, system, keys, clock } = parts;
    const { centreId } = effect;
    const { notice, regionCode } = await readNotice(parts, effect);
    const receivers = webhooksFor(settings.settingOf(centreId, 'webhooks'), regionCode);
    if (effect.receiver === null)
      return receivers.length === 0 ? noSystem : { status: 'split', receivers };
    const webhook = receivers.find(({ id }) => id === effect.receiver);
    if (!webhook) return goneMeanwhile;
    const body =
      webhook.format === 'cap'
        ? capOf(notice, {
            sender: new URL(parts.origin).host,
            recipient: controlRoomOf({ regionCode }),
          })
        : JSON.stringify({
            type: `alarm.${notice.kind}`,
            timestamp: notice.sentAt,
            data: notice,
          });
    const secrets = await openSecrets(system.sql, keys, { centreId, ids: webhook.secretIds });
    const to = { url: outwardAddress(webhook.url), secrets, format: webhook.format };
    await sendWebhook(to, { id: effect.noticeId, body, at: clock.now() }, signal);
    return { status: 'sent' };
  };
}

const noSystem: Delivery = { status: 'withheld', why: 'no-gateway' };
/** Taken away or turned off while it waited. */
const goneMeanwhile: Delivery = { status: 'withheld', why: 'receiver-gone' };

/** @throws when the log has no such alarm or event: then there is nothing that could be told. */
export async function readNotice(
  { system: { sql }, keys }: Pick<Parts, 'system' | 'keys'>,
  effect: Pick<DueEffect, 'noticeId' | 'alarmId' | 'streamVersion'>,
): Promise<{ notice: Notice; regionCode: string | null }> {
  const { alarmId, streamVersion } = effect;
  if (alarmId === null || streamVersion === null) throw new Error('a notice without an event');
  const [[owner], rows, [first]] = await Promise.all([
    sql<Owner[]>`
      select alarms.subject_id, ${dataKeyOf(sql, 'alarms')} as data_key, centres.name, centres.phone, holders.restricted from alarms
      join centres on centres.id = alarms.centre_id
      left join holders on holders.id = alarms.subject_id where alarms.id = ${alarmId}`,
    sql<{ text: string }[]>`
      select text from log.events where stream_id = ${alarmId} and version <= ${streamVersion}
      order by version`,
    // What every later notice adds to. Its moment is its event's, as it stood in it.
    sql<{ id: string; at: string }[]>`
      select effects.id, events.at from log.effects
      join log.events on events.stream_id = effects.stream_id and events.version = effects.stream_version
      where effects.stream_id = ${alarmId} and effects.kind = 'police-webhook'
        and effects.part_of is null
      order by effects.stream_version limit 1`,
  ]);
  if (!owner) throw new Error('a notice without its alarm');
  const openers = openersOfRow(alarms, keys, { ...owner, id: alarmId });
  const events = rows.map(({ text }) => readEvent(text, openers));
  const alarm = events.reduce<Alarm | null>((before, event) => evolve(before, event), null);
  const event = events.at(-1);
  if (!alarm || event?.version !== streamVersion) throw new Error('a notice without its event');
  const places = await sql<KnownPlace[]>`
    select label, address, floor, latitude, longitude from places
    where holder_id = ${owner.subject_id}`;
  const notice = noticeOf({
    id: effect.noticeId,
    alarm,
    event,
    heard: alarm.verification.status === 'verified' ? heardIn(events) : null,
    places,
    restricted:
      owner.restricted === null
        ? { aols: [], reportedIn: {} }
        : openRestricted(keys, owner.subject_id, owner.restricted),
    centre: { name: owner.name, phone: owner.phone },
    handover: first
      ? { id: first.id, sentAt: iso(first.at) }
      : { id: effect.noticeId, sentAt: event.at },
  });
  return { notice, regionCode: alarm.dataNotice?.regionCode ?? null };
}

type Owner = {
  subject_id: string;
  data_key: string | null;
  name: string;
  phone: string;
  restricted: string | null;
};

type NoticeSource = {
  id: string;
  alarm: Alarm;
  event: AlarmEvent;
  heard: string | null;
  places: readonly KnownPlace[];
  restricted: Pick<Restricted, 'aols' | 'reportedIn'>;
  centre: Notice['centre'];
  handover: Notice['handover'];
};

function noticeOf(source: NoticeSource): Notice {
  const { id, alarm, event, heard, places, restricted, centre, handover } = source;
  const { personal } = alarm;
  const card = locationCardOf(personal, places, new Date(event.at));
  const position = personal?.position ?? null;
  const agreed = aolAt(restricted.aols, position?.fix ?? null, new Date(event.at));
  return {
    id,
    // The first of a case opens it, whatever else it says.
    kind: event.type !== 'HandoverSent' && handover.id !== id ? 'message' : 'handover',
    mode: alarm.mode === 'synthetic' ? 'test' : alarm.mode,
    sentAt: event.at,
    centre,
    alarm: {
      id: alarm.id,
      number: alarm.number,
      raisedAt: alarm.times.received ?? alarm.updatedAt,
    },
    handover,
    class: passedOnClassOf(alarm) ?? 'assistance',
    basis: alarm.verification.status === 'verified' ? alarm.verification.basis : null,
    medical: alarm.kind === 'medical',
    person: personal?.holder
      ? { name: personal.holder.name, function: personal.holder.function }
      : personal?.toldName
        ? { name: personal.toldName, function: toldNameWords }
        : null,
    doubts: doubtsOf(alarm),
    heard,
    situation: situationOf(alarm),
    reportedBefore: reportedOf(alarm.plan.flags, restricted.reportedIn),
    aol: agreed.status === 'valid' ? aolText(agreed.aol) : null,
    text: textOf(event),
    place: card.place,
    possiblePlace: card.possibly,
    position: position && {
      latitude: position.fix.latitude,
      longitude: position.fix.longitude,
      accuracyMetres: position.fix.accuracyMetres,
      measuredAt: position.fix.fixAt ?? position.receivedAt,
      rd: card.rd,
      direction: card.direction,
    },
  };
}

function textOf(event: AlarmEvent): string | null {
  if (event.type === 'UpgradeSent') return fixedMessages['now-verified'] ?? null;
  if (event.type !== 'PoliceMessageAdded') return null;
  return fixedMessages[event.data.why] ?? event.personal?.text ?? null;
}

/** The note of the newest judgement that verified it. */
function heardIn(events: readonly AlarmEvent[]): string | null {
  const last = events.findLast(({ type }) => type === 'AlarmVerified');
  return last?.type === 'AlarmVerified' ? last.personal?.note || null : null;
}
