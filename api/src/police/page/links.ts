// Links for the police: making one, letting somebody in by it, and knowing him again. The secret of a link
// is never kept, only its hash; the PIN is kept as a keyed hash whose key is the secret, so that whoever
// reads the database can guess neither. Whether a link still opens is asked of the alarm itself, so that a
// revocation counts from the moment it is in the log.
import {
  createHash,
  createHmac,
  randomBytes,
  randomInt,
  randomUUID,
  timingSafeEqual,
  type CipherKey,
} from 'node:crypto';
import { sealedMark } from '@achterwacht/shared/alarm/personal/typed-fields.ts';
import type { LinkKey, VisitedLink } from '../../access/as-visitor-of-link.ts';
import { alarms, openersOfAlarm, type StoredAlarm } from '../../alarms/row/alarm-row.ts';
import type { Transaction } from '../../db/connect.ts';
import { dataKeyOf, openersOfRow } from '../../log/stream-keys.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import * as sealing from '../../sealing/seal.ts';

/** Of six digits: one in 200,000 to guess it, and then the centralist makes a new link. */
const mostAttempts = 5;
/** Phones of one deployment; a link that is passed on further is a matter for a new link. */
const mostViewers = 10;

export type NewLink = { secret: string; pin: string };

export function makeSecrets(): NewLink {
  return {
    secret: randomBytes(16).toString('base64url'),
    pin: String(randomInt(1_000_000)).padStart(6, '0'),
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const pinHash = ({ secret, pin }: NewLink) =>
  createHmac('sha256', secret).update(pin).digest('hex');

/**
 * As a person of the centre; the command that tells everybody about the link stands beside it. False for a
 * link that is there already: whoever asks again after a lost answer can be told its PIN no more.
 */
export async function keepLink(
  { sql }: Transaction,
  link: { id: string; alarmId: string; centreId: string; at: Date } & NewLink,
): Promise<boolean> {
  const kept = await sql`
    insert into police_links (id, centre_id, alarm_id, secret_hash, pin_hash, created_at)
    values (${link.id}, ${link.centreId}, ${link.alarmId}, ${sha256(link.secret)},
      ${pinHash(link)}, ${link.at.toISOString()})
    on conflict (id) do nothing returning id`;
  return kept.length > 0;
}

const namePurposeOf = (viewerId: string) => `police-viewer/${viewerId}`;

/** As he gave it, sealed as what the alarm's own log has of a person. A mark once that was erased. */
function openName(openers: readonly CipherKey[], viewerId: string, kept: string): string {
  if (openers.length === 0) return sealedMark;
  const opened = sealing.openWithOneOf(openers, namePurposeOf(viewerId), kept);
  // Of a release long before it stands in clear.
  return opened ?? (isSealed(kept) ? sealedMark : kept);
}

/** No name that somebody gives is as long as the shortest sealed one, and written in these characters alone. */
const isSealed = (kept: string) => /^[A-Za-z0-9+/]{38,}={0,2}$/.test(kept);

/** What opens the database to whoever knows a link's secret. */
export function keyOfSecret(secret: string): LinkKey {
  return { secretHash: sha256(secret) };
}

/** The same to a device that was let in, by the cookie it got. */
export function keyOfToken(token: string): LinkKey {
  return { tokenHash: sha256(token) };
}

export type Entry =
  | { status: 'open'; token: string }
  | { status: 'wrong-pin'; left: number }
  | { status: 'locked' }
  | { status: 'full' };

/** Checks the PIN and makes a session for one device. Every try counts before it is looked at. */
export async function enter(
  { sql }: Transaction,
  { keys, stored }: { keys: KeyRing; stored: StoredAlarm },
  link: VisitedLink,
  { secret, pin, name }: NewLink & { name: string },
  now: Date,
): Promise<Entry> {
  const [row] = await sql<{ pin_hash: string; failed_attempts: number; viewers: number }[]>`
    update police_links set failed_attempts = failed_attempts + 1
    where id = ${link.linkId} and failed_attempts < ${mostAttempts}
    returning pin_hash, failed_attempts,
      (select count(*)::int from police_viewers where link_id = police_links.id) as viewers`;
  if (!row) return { status: 'locked' };
  const given = Buffer.from(pinHash({ secret, pin }), 'hex');
  if (!timingSafeEqual(given, Buffer.from(row.pin_hash, 'hex'))) {
    const left = mostAttempts - row.failed_attempts;
    return left > 0 ? { status: 'wrong-pin', left } : { status: 'locked' };
  }
  // Whoever knows the PIN gives the wrong guesses of before back.
  await sql`update police_links set failed_attempts = 0 where id = ${link.linkId}`;
  if (row.viewers >= mostViewers) return { status: 'full' };
  const token = randomBytes(32).toString('base64url');
  const id = randomUUID();
  const [key = keys.findMade(stored.subjectId)] = openersOfAlarm(keys, stored);
  const sealedName = sealing.seal(key, namePurposeOf(id), name);
  await sql`
    insert into police_viewers (id, link_id, centre_id, token_hash, name, first_seen_at, last_seen_at)
    values (${id}, ${link.linkId}, ${link.centreId}, ${sha256(token)}, ${sealedName},
      ${now.toISOString()}, ${now.toISOString()})`;
  return { status: 'open', token };
}

export type Viewer = {
  id: string;
  name: string;
  linkId: string;
  alarmId: string;
  centreId: string;
  viewers: number;
  lastSeenAt: Date;
};

type Kept = { subject_id: string; data_key: string | null };

/** Who a device is, by the cookie it got; null for anything else. */
export async function findViewer(
  { sql }: Transaction,
  keys: KeyRing,
  token: string,
): Promise<Viewer | null> {
  const [row] = await sql<(Viewer & Kept)[]>`
    select viewer.id, viewer.name, link.id as "linkId", link.alarm_id as "alarmId",
      link.centre_id as "centreId", viewer.last_seen_at as "lastSeenAt",
      (select count(*)::int from police_viewers where link_id = link.id) as viewers,
      alarm.subject_id, ${dataKeyOf(sql, 'alarm')} as data_key
    from police_viewers viewer join police_links link on link.id = viewer.link_id
    join alarms alarm on alarm.id = link.alarm_id
    where viewer.token_hash = ${sha256(token)}`;
  if (!row) return null;
  const { subject_id, data_key, ...viewer } = row;
  const openers = openersOfRow(alarms, keys, { id: viewer.alarmId, subject_id, data_key });
  const name = openName(openers, viewer.id, viewer.name);
  return { ...viewer, name, lastSeenAt: new Date(viewer.lastSeenAt) };
}

export async function touchViewer({ sql }: Transaction, id: string, now: Date): Promise<void> {
  await sql`update police_viewers set last_seen_at = ${now.toISOString()} where id = ${id}`;
}

/** Who looked by the links of an alarm, for the desk; null when there is no such alarm in sight. */
export async function listViewers({ sql }: Transaction, keys: KeyRing, alarmId: string) {
  const [alarm] = await sql<Kept[]>`
    select subject_id, ${dataKeyOf(sql, 'alarms')} as data_key from alarms where id = ${alarmId}`;
  if (!alarm) return null;
  const openers = openersOfRow(alarms, keys, { id: alarmId, ...alarm });
  const rows = await sql<
    { id: string; linkId: string; name: string; firstSeenAt: string; lastSeenAt: string }[]
  >`
    select viewer.id, link.id as "linkId", viewer.name, viewer.first_seen_at as "firstSeenAt",
      viewer.last_seen_at as "lastSeenAt"
    from police_viewers viewer join police_links link on link.id = viewer.link_id
    where link.alarm_id = ${alarmId} order by viewer.first_seen_at`;
  return rows.map(({ id, ...row }) => ({
    ...row,
    name: openName(openers, id, row.name),
    firstSeenAt: new Date(row.firstSeenAt).toISOString(),
    lastSeenAt: new Date(row.lastSeenAt).toISOString(),
  }));
}
