// What people read of alarms. All of it runs inside asActor, so row-level security has the last word.
import { and, asc, desc, eq, gte, sql } from '../db/drizzle.ts';
import {
  closedShownMilliseconds,
  mostClosedShown,
} from '@achterwacht/shared/alarm/closing/shown-closed.ts';
import { fold } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Board } from '@achterwacht/shared/routes/alarms.ts';
import type { Dossier } from '@achterwacht/shared/routes/dossier.ts';
import { feedItem, isReadable, type FeedEvent, type FeedItem } from '@achterwacht/shared/feed.ts';
import { placed, placeOfAlarms, type PlacedItem } from '@achterwacht/shared/feed-view.ts';
import type { Transaction } from '../db/connect.ts';
import { alarms } from '../db/schema/alarms.ts';
import { buttonContacts, buttons } from '../db/schema/buttons.ts';
import { municipalities } from '../db/schema/centres.ts';
import { contacts, holders, involvement, places } from '../db/schema/holders.ts';
import { dataKeys, events, feeds } from '../db/schema/log.ts';
import { contentClass, openersOf } from '../log/stream-keys.ts';
import { openRestricted } from '../sealing/restricted.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { readComposed } from '../plans/read-layers.ts';
import { readLine } from './event-text.ts';
import { alarms as alarmStream, readAlarm, type AlarmRow } from './row/alarm-row.ts';

/** Twice the longest usual poll: without a sign of life for this long a button counts as silent. */
const silentHours = 4;

/** The whole board and the sequence it is true at; the transaction must be a snapshot. */
export async function readBoard(
  tx: Transaction,
  keys: KeyRing,
  centreId: string,
  now: Date,
): Promise<Board> {
  const { db } = tx;
  const [feed] = await db
    .select({ last: feeds.lastSequence })
    .from(feeds)
    .where(and(eq(feeds.centreId, centreId), eq(feeds.name, 'live')));
  const rows = () =>
    db
      .select({
        id: alarms.id,
        state: alarms.state,
        personal: alarms.personal,
        head_hash: alarms.headHash,
        subject_id: alarms.subjectId,
        data_key: dataKeys.wrapped,
      })
      .from(alarms)
      .leftJoin(dataKeys, isOfAlarm);
  // In so many words, because a parameter matches no partial index.
  const open = await rows()
    .where(sql`${alarms.open}`)
    .orderBy(asc(alarms.number));
  const since = new Date(now.getTime() - closedShownMilliseconds).toISOString();
  const closed = await rows()
    // By when it was closed: a note or an erased recording brings nothing back to the desks.
    .where(and(sql`not ${alarms.open}`, gte(alarms.closedAt, since)))
    .orderBy(desc(alarms.closedAt))
    .limit(mostClosedShown);
  const silentSince = new Date(now.getTime() - silentHours * 3_600_000).toISOString();
  const [count] = await db
    .select({
      total: sql<number>`count(*)::int`,
      withoutContact: sql<number>`count(*) filter (where ${buttonContacts.lastContactAt} is null
        or ${buttonContacts.lastContactAt} < ${silentSince})::int`,
    })
    .from(buttons)
    .leftJoin(buttonContacts, eq(buttonContacts.buttonId, buttons.id))
    .where(eq(buttons.known, true));
  return {
    sequence: feed?.last ?? 0,
    alarms: await readable(tx, keys, [...open, ...closed]),
    buttons: { total: count?.total ?? 0, withoutContact: count?.withoutContact ?? 0 },
  };
}

/** Its own key beside it, in the same question. */
const isOfAlarm = and(eq(dataKeys.streamId, alarms.id), eq(dataKeys.class, contentClass));

/** A row that cannot be read keeps no other from the desks; its alarm is what its log says. */
async function readable(
  tx: Transaction,
  keys: KeyRing,
  rows: readonly AlarmRow[],
): Promise<Alarm[]> {
  const read: Alarm[] = [];
  for (const row of rows)
    try {
      read.push(readAlarm(keys, row).state);
    } catch {
      const folded = await foldOf(tx, keys, row.id);
      if (folded) read.push(folded);
    }
  return read;
}

async function foldOf(tx: Transaction, keys: KeyRing, alarmId: string): Promise<Alarm | null> {
  try {
    return fold((await readLog(tx, keys, alarmId)) ?? []);
  } catch {
    // Both are lost; `verify-log` names it, and the last resort raises what comes for it.
    return null;
  }
}

/** One alarm's events, all of them read; null when there is no such alarm in sight. @throws where one cannot be. */
export async function readLog(
  tx: Transaction,
  keys: KeyRing,
  alarmId: string,
): Promise<FeedEvent[] | null> {
  const lines = await readLines(tx, keys, alarmId);
  if (!lines?.every(isReadable)) {
    if (lines === null) return null;
    throw new Error('an event cannot be read');
  }
  return lines;
}

/** The same with those that cannot be read marked. */
export async function readLines(
  { db }: Transaction,
  keys: KeyRing,
  alarmId: string,
): Promise<PlacedItem[] | null> {
  const [alarm] = await db
    .select({
      id: alarms.id,
      centreId: alarms.centreId,
      subjectId: alarms.subjectId,
      dataKey: dataKeys.wrapped,
    })
    .from(alarms)
    .leftJoin(dataKeys, isOfAlarm)
    .where(eq(alarms.id, alarmId));
  if (!alarm) return null;
  const openers = openersOf(alarmStream, keys, alarm);
  const rows = await db
    .select({
      alarmId: events.streamId,
      version: events.version,
      at: events.at,
      text: events.text,
      sequence: events.sequence,
    })
    .from(events)
    .where(eq(events.streamId, alarmId))
    .orderBy(asc(events.version));
  return placed(
    placeOfAlarms(alarm.centreId),
    rows.map((row) => sayable(readLine(row, openers))),
  );
}

/**
 * What a further release says of it and this one has no word for, is marked like what cannot be read: that line, and not
 * all of its log.
 */
function sayable(line: FeedItem): FeedItem {
  if (feedItem.safeParse(line).success) return line;
  const { sequence, alarmId, version, at } = line;
  return { type: 'Unreadable', sequence, alarmId, version, at };
}

/** The data subject of an alarm, for the access log: whoever wears its button. Null where nobody is known to. */
export async function whomOfAlarm(tx: Transaction, alarmId: string): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    select holders.id from alarms join holders on holders.id = alarms.subject_id
    where alarms.id = ${alarmId}`;
  return row?.id ?? null;
}

/** The restricted facts about who wears the alarm's button; only while somebody has claimed it. */
export async function readDossier(
  tx: Transaction,
  keys: KeyRing,
  alarmId: string,
): Promise<Dossier | 'not-found' | 'not-claimed'> {
  const { db } = tx;
  const [alarm] = await db
    .select({ state: alarms.state, subjectId: alarms.subjectId })
    .from(alarms)
    .where(eq(alarms.id, alarmId));
  if (!alarm) return 'not-found';
  if (!alarm.state.times.claimed) return 'not-claimed';
  // Of one whose words are erased nobody needs to know whose it was.
  if (alarm.state.erased && alarm.state.closed) return unknownHolder;
  const municipality = await agreedWith(db, alarm.state.municipality);
  const [holder] = await db.select().from(holders).where(eq(holders.id, alarm.subjectId));
  const plan = await planOf(tx, alarm.state, holder?.id ?? null);
  if (!holder) return { ...unknownHolder, municipality, plan };
  const known = await db
    .select()
    .from(places)
    .where(eq(places.holderId, holder.id))
    .orderBy(asc(places.label));
  const reachable = await db
    .select({
      id: contacts.id,
      name: contacts.name,
      relation: contacts.relation,
      phone: contacts.phone,
      ...involvement,
    })
    .from(contacts)
    .where(eq(contacts.holderId, holder.id))
    .orderBy(asc(contacts.rank));
  return {
    ...openRestricted(keys, holder.id, holder.restricted),
    places: known.map(({ id, label, address, floor, latitude, longitude }) => ({
      id,
      label,
      address,
      floor,
      latitude,
      longitude,
    })),
    contacts: reachable,
    municipality,
    plan,
  };
}

/** As it stands today; the alarm's own steps are what it copied. */
async function planOf(
  tx: Transaction,
  { municipality, button }: Pick<Alarm, 'municipality' | 'button'>,
  holderId: string | null,
): Promise<Dossier['plan']> {
  const whose = { municipalityId: municipality?.id ?? null, holderId, buttonId: button.id };
  const { version, title, steps } = await readComposed(tx, whose);
  return {
    version,
    title: title ?? (steps.length > 0 ? 'Alarminstructie' : unknownHolder.plan.title),
    steps: steps.map(({ id, text, required }) => ({ id, text, required })),
  };
}

/** As it stands today: whom to call is no copy of the day of the press. */
async function agreedWith(
  db: Transaction['db'],
  of: Alarm['municipality'],
): Promise<Dossier['municipality']> {
  if (!of) return null;
  const [row] = await db
    .select({ state: municipalities.state })
    .from(municipalities)
    .where(eq(municipalities.id, of.id));
  const { dayAndNightPhone = null, contract = null } = row?.state ?? {};
  return { name: of.name, dayAndNightPhone, closingText: contract?.closingText ?? null };
}

const unknownHolder: Dossier = {
  municipality: null,
  description: null,
  othersAtHome: null,
  specialInstruction: null,
  threatContext: null,
  codeWord: null,
  duressWord: null,
  aols: [],
  reportedIn: {},
  places: [],
  contacts: [],
  plan: { version: 1, title: 'Geen eigen plan', steps: [] },
};
