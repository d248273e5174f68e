// What the police see of an alarm: made here, field by field, and nothing else leaves.
import type { CipherKey } from 'node:crypto';
import { believedFix, doubtsOf } from '@achterwacht/shared/alarm/signals/belief.ts';
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { wgsText } from '@achterwacht/shared/geo/coordinates.ts';
import { passedOnClassOf } from '@achterwacht/shared/alarm/handover/upgrade.ts';
import { fixedMessages } from '@achterwacht/shared/alarm/script/police-class.ts';
import { situationOf } from '@achterwacht/shared/alarm/situation/state.ts';
import { aolAt, aolText } from '@achterwacht/shared/places/aol.ts';
import {
  approachWords,
  dangerText,
  historyText,
  reportedOf,
} from '@achterwacht/shared/alarm/script/danger.ts';
import { toldNameWords } from '@achterwacht/shared/alarm/script/script.ts';
import { locationCardOf } from '@achterwacht/shared/alarm/script/location-card.ts';
import {
  possibleWords,
  type KnownPlace,
  type PossiblePlace,
} from '@achterwacht/shared/places/known-place.ts';
import type { PoliceView } from '@achterwacht/shared/police/page.ts';
import type { Position } from '@achterwacht/shared/signals.ts';
import { readEventIfPossible } from '../../alarms/event-text.ts';
import { openersOfAlarm, type StoredAlarm } from '../../alarms/row/alarm-row.ts';
import type { Transaction } from '../../db/connect.ts';
import { openRestricted, type Restricted } from '../../sealing/restricted.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';

const trailMinutes = 10;
/** A button that reports every ten seconds for that long. */
const mostTrail = 60;

const basisWords = {
  sound: 'geluid',
  'person-on-site': 'iemand ter plaatse',
  'several-buttons': 'tweede knop van een ander',
  'duress-word': 'dwangwoord',
  camera: 'camera',
} as const;

export async function policeViewOf(
  tx: Transaction,
  keys: KeyRing,
  stored: StoredAlarm,
  now: Date,
): Promise<PoliceView> {
  const { state: alarm, subjectId } = stored;
  const [holder, trail, judged] = await Promise.all([
    readHolder(tx, keys, subjectId),
    readTrail(tx, openersOfAlarm(keys, stored), alarm, now),
    readJudged(tx, openersOfAlarm(keys, stored), alarm),
  ]);
  const { personal, verification } = alarm;
  const card = locationCardOf(personal, holder.places, now);
  return {
    number: alarm.number,
    raisedAt: alarm.times.received ?? alarm.updatedAt,
    class: passedOnClassOf(alarm),
    isVerified: verification.status === 'verified',
    basis: verification.status === 'verified' ? basisWords[verification.basis] : null,
    medical: alarm.kind === 'medical',
    person: personal?.holder
      ? {
          name: personal.holder.name,
          function: personal.holder.function,
          description: holder.description,
          othersAtHome: holder.othersAtHome,
        }
      : personal?.toldName
        ? {
            name: personal.toldName,
            function: toldNameWords,
            description: null,
            othersAtHome: null,
          }
        : null,
    danger: dangerOf(alarm, holder, now),
    place: card.place,
    possibly: card.possibly && possibleWords(card.possibly),
    knownPlace: knownPlaceOf(card.possibly, holder.places),
    municipality: card.municipality,
    position: positionOf(personal, card),
    trail,
    doubts: doubtsOf(alarm),
    hearsay: hearsayOf(alarm),
    notices: noticesOf(alarm, judged),
    reports: reportsOf(alarm),
    centralist: ownerOf(alarm)?.name ?? null,
    closedAt: alarm.closed?.at ?? null,
  };
}

function dangerOf(
  alarm: Alarm,
  { aols, reportedIn }: Pick<Holder, 'aols' | 'reportedIn'>,
  now: Date,
): PoliceView['danger'] {
  const situation = situationOf(alarm);
  const agreed = aolAt(aols, alarm.personal?.position?.fix ?? null, now);
  return {
    now: dangerText(situation),
    before: historyText(reportedOf(alarm.plan.flags, reportedIn), situation),
    approach: approachWords(situation),
    aol: agreed.status === 'valid' ? aolText(agreed.aol) : null,
  };
}

function positionOf(
  personal: Alarm['personal'],
  card: ReturnType<typeof locationCardOf>,
): PoliceView['position'] {
  if (!personal?.position || card.wgs84 === null) return null;
  const { fix, receivedAt } = personal.position;
  return {
    latitude: fix.latitude,
    longitude: fix.longitude,
    accuracyMetres: fix.accuracyMetres,
    isApproximate: isApproximate(fix),
    measuredAt: fix.fixAt ?? receivedAt,
    wgs84: card.wgs84,
    rd: card.rd,
    direction: card.direction,
  };
}

/** Of the places of his file the one that the words name, and none that is only known. */
function knownPlaceOf(
  possibly: PossiblePlace | null,
  places: readonly KnownPlace[],
): PoliceView['knownPlace'] {
  const place = places.find(
    ({ label, address }) => label === possibly?.label && address === possibly.address,
  );
  return place
    ? { label: place.label, latitude: place.latitude, longitude: place.longitude }
    : null;
}

const isApproximate = ({ source }: Position) => source === 'wifi' || source === 'cell';

function hearsayOf({ hearsay, personal }: Alarm): PoliceView['hearsay'] {
  const heard = personal?.hearsay;
  const at = hearsay?.lastAt ?? heard?.position.receivedAt;
  if (at === undefined) return null;
  return {
    at,
    presses: hearsay?.presses ?? 0,
    place: heard?.place?.text ?? null,
    wgs84: heard ? wgsText(heard.position.fix.latitude, heard.position.fix.longitude) : null,
  };
}

function reportsOf({ policeReports, personal }: Alarm): PoliceView['reports'] {
  return policeReports.map(({ status, statedAt, operator, reference, withdrawn }) => ({
    status,
    statedAt,
    operator,
    reference,
    ...(withdrawn && {
      withdrawn: {
        at: withdrawn.at,
        reason: personal?.policeTexts?.[withdrawn.version] ?? null,
      },
    }),
  }));
}

type Notice = PoliceView['notices'][number];

function noticesOf(alarm: Alarm, judged: Notice | null): Notice[] {
  const texts = alarm.personal?.policeTexts ?? {};
  const messages = alarm.policeMessages.flatMap(({ version, why, at }) => {
    // The page has its own words for what always says the same.
    const text = why in fixedMessages ? '' : texts[version];
    return text === undefined ? [] : [{ id: String(version), why, text, at }];
  });
  return [...messages, ...(judged ? [judged] : [])].toSorted((a, b) => b.at.localeCompare(a.at));
}

type Holder = Pick<Restricted, 'description' | 'othersAtHome' | 'aols' | 'reportedIn'> & {
  places: KnownPlace[];
};

async function readHolder({ sql }: Transaction, keys: KeyRing, id: string): Promise<Holder> {
  const [[row], places] = await Promise.all([
    sql<{ restricted: string }[]>`select restricted from holders where id = ${id}`,
    sql<KnownPlace[]>`
      select label, address, floor, latitude, longitude from places where holder_id = ${id}`,
  ]);
  const restricted = row && openRestricted(keys, id, row.restricted);
  const { description = null, othersAtHome = null, aols = [], reportedIn = {} } = restricted ?? {};
  return { description, othersAtHome, aols, reportedIn, places };
}

async function readTrail(
  { sql }: Transaction,
  openers: readonly CipherKey[],
  alarm: Alarm,
  now: Date,
): Promise<PoliceView['trail']> {
  const since = new Date(now.getTime() - trailMinutes * 60_000).toISOString();
  const rows = await sql<{ text: string }[]>`
    select text from log.events where stream_id = ${alarm.id} and at >= ${since}
      and type in ('AlarmRaised', 'SignalAdded', 'PositionAdded')
    order by version desc limit ${mostTrail}`;
  return rows.reverse().flatMap(({ text }) => {
    // One that cannot be read takes nothing else from the page.
    const event = readEventIfPossible(text, openers);
    const fix = event && believedFix(event)?.fix;
    // A line between two areas would claim a way that nobody measured.
    return fix && !isApproximate(fix)
      ? [{ latitude: fix.latitude, longitude: fix.longitude, at: event.at }]
      : [];
  });
}

/**
 * What was written down when it was verified; of a judgement that was withdrawn since the police have the alarm, that
 * it was: else the word that it is verified would stay the last one that they read.
 */
async function readJudged(
  { sql }: Transaction,
  openers: readonly CipherKey[],
  alarm: Alarm,
): Promise<Notice | null> {
  const rows = await sql<{ text: string }[]>`
    select text from log.events where stream_id = ${alarm.id}
      and type in ('AlarmVerified', 'VerificationWithdrawn')
    order by version`;
  const events = rows.flatMap(({ text }) => readEventIfPossible(text, openers) ?? []);
  const verified = events.findLast((event) => event.type === 'AlarmVerified');
  if (!verified) return null;
  if (alarm.verification.status === 'verified') {
    const text = verified.personal?.note;
    return text ? { id: String(verified.version), why: 'heard', text, at: verified.at } : null;
  }
  const withdrawn = events.find(
    ({ type, version }) => type === 'VerificationWithdrawn' && version > verified.version,
  );
  const { handover } = alarm;
  const sent = handover.status === 'sent' ? handover : 'sent' in handover ? handover.sent : null;
  return withdrawn && sent && withdrawn.at >= sent.at
    ? { id: String(withdrawn.version), why: 'no-longer-verified', text: '', at: withdrawn.at }
    : null;
}
