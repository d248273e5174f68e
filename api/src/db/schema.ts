// Every table but the log-in library's. Policies, roles, partial indexes and grants stand in the
// hand-written migrations beside the generated ones.
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  sql,
  text,
  uniqueIndex,
  uuid,
} from './drizzle.ts';
import { usualNearbyPress, type NearbyPress } from '@achterwacht/shared/alarm/nearby.ts';
import type {
  Alarm,
  PlanFlag,
  ReasonCategory,
  Timings,
  WrittenStep,
} from '@achterwacht/shared/alarm/state.ts';
import type {
  IncidentFacts,
  IncidentStatus,
  IncidentView,
} from '@achterwacht/shared/municipality/incident.ts';
import type { SoundFact } from '@achterwacht/shared/listen-in.ts';
import type { ControlRoomLine } from '@achterwacht/shared/police/route.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { SignalKind, SignalWarning, Disposition } from '@achterwacht/shared/signals.ts';
import type { Visitor } from '../access/as-actor.ts';

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
/** A moment to the millisecond, as ISO 8601 UTC on our side. */
const moment = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp(3) with time zone',
  fromDriver: (text) => new Date(text).toISOString(),
});

// --- who ---

export const centres = pgTable('centres', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  phone: text().notNull(),
  policePhone: text('police_phone').notNull(),
  /** Numbers agreed upon with control rooms, and when this centre last tried each. */
  controlRoomLines: jsonb('control_room_lines').$type<ControlRoomLine[]>().notNull().default([]),
  /** Takes what comes from devices nobody knows. */
  isDefault: boolean('is_default').notNull().default(false),
  timings: jsonb().$type<Timings>().notNull(),
  nearbyPress: jsonb('nearby_press').$type<NearbyPress>().notNull().default(usualNearbyPress),
  /** Days after closing at which sound of *loos* and of tests is erased. */
  harmlessSoundDays: integer('harmless_sound_days').notNull().default(7),
  /** The same for real cases, as the centre's DPIA says; null: not by itself. */
  realSoundDays: integer('real_sound_days'),
});

export const municipalities = pgTable('municipalities', {
  id: uuid().primaryKey(),
  centreId: uuid('centre_id')
    .notNull()
    .references(() => centres.id),
  name: text().notNull(),
});

/** Which role a log-in has, and where. One row a person: a second role is a second account. */
export const members = pgTable('members', {
  userId: uuid('user_id').primaryKey(),
  centreId: uuid('centre_id')
    .notNull()
    .references(() => centres.id),
  municipalityId: uuid('municipality_id').references(() => municipalities.id),
  role: text().$type<Role>().notNull(),
  name: text().notNull(),
  email: text().notNull(),
});

export const holders = pgTable('holders', {
  id: uuid().primaryKey(),
  centreId: uuid('centre_id').notNull(),
  municipalityId: uuid('municipality_id')
    .notNull()
    .references(() => municipalities.id),
  name: text().notNull(),
  function: text().notNull(),
  phone: text(),
  /** How to recognise, special instruction, threat context and words: sealed under the holder's key. */
  restricted: text().notNull(),
  codeWordAgreed: boolean('code_word_agreed').notNull().default(false),
});

export const places = pgTable('places', {
  id: uuid().primaryKey(),
  centreId: uuid('centre_id').notNull(),
  municipalityId: uuid('municipality_id').notNull(),
  holderId: uuid('holder_id')
    .notNull()
    .references(() => holders.id),
  label: text().notNull(),
  address: text().notNull(),
  floor: text(),
  latitude: doublePrecision().notNull(),
  longitude: doublePrecision().notNull(),
});

export const contacts = pgTable('contacts', {
  id: uuid().primaryKey(),
  centreId: uuid('centre_id').notNull(),
  municipalityId: uuid('municipality_id').notNull(),
  holderId: uuid('holder_id')
    .notNull()
    .references(() => holders.id),
  name: text().notNull(),
  relation: text().notNull(),
  phone: text().notNull(),
  mayBeInvolved: boolean('may_be_involved').notNull().default(false),
  rank: integer().notNull(),
});

export const plans = pgTable('plans', {
  holderId: uuid('holder_id')
    .primaryKey()
    .references(() => holders.id),
  centreId: uuid('centre_id').notNull(),
  municipalityId: uuid('municipality_id').notNull(),
  version: integer().notNull(),
  title: text().notNull(),
  flags: jsonb().$type<PlanFlag[]>().notNull(),
  minimumListeningSeconds: integer('minimum_listening_seconds').notNull(),
  steps: jsonb().$type<WrittenStep[]>().notNull(),
});

// --- buttons ---

export const buttons = pgTable(
  'buttons',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    serial: text().notNull(),
    protocol: text().$type<'dc09' | 'whip' | 'system'>().notNull(),
    account: text().notNull(),
    /** The device's key, sealed under the master key; null: the account sends in clear. */
    key: text(),
    model: text().notNull(),
    /** False for a row made by a press of a device nobody registered: something to lock. */
    known: boolean().notNull().default(true),
    sound: boolean().notNull().default(false),
    /** The bearer token it sends sound with, sealed under the master key; null: it has no sound. */
    soundToken: text('sound_token'),
    /** What the media-server knows it by. */
    soundTokenSha256: text('sound_token_sha256'),
    soundChangedAt: moment('sound_changed_at'),
    status: text()
      .$type<'in-pool' | 'lent' | 'fixed' | 'in-test' | 'maintenance' | 'missing' | 'retired'>()
      .notNull()
      .default('in-pool'),
  },
  (table) => [
    uniqueIndex('buttons_serial').on(table.serial),
    uniqueIndex('buttons_account').on(table.protocol, table.account),
    index('buttons_sound')
      .on(table.soundChangedAt)
      .where(sql`sound_token_sha256 is not null`),
  ],
);

/** When a button was last heard; apart from `buttons`, so that polls never wait for a press's lock. */
export const buttonContacts = pgTable('button_contacts', {
  buttonId: uuid('button_id').primaryKey(),
  centreId: uuid('centre_id').notNull(),
  municipalityId: uuid('municipality_id'),
  lastContactAt: moment('last_contact_at').notNull(),
  lastTestAt: moment('last_test_at'),
  batteryPercent: doublePrecision('battery_percent'),
});

export const loans = pgTable(
  'loans',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id').notNull(),
    buttonId: uuid('button_id')
      .notNull()
      .references(() => buttons.id),
    holderId: uuid('holder_id')
      .notNull()
      .references(() => holders.id),
    reasonCategory: text('reason_category').$type<ReasonCategory>().notNull(),
    startsAt: moment('starts_at').notNull(),
    /** Null: fixed, until returned. */
    endsAt: moment('ends_at'),
    reviewAt: moment('review_at').notNull(),
    returnedAt: moment('returned_at'),
  },
  (table) => [index('loans_button').on(table.buttonId, table.startsAt)],
);

// --- what came in ---

export const messages = pgTable(
  'messages',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    receivedAt: moment('received_at').notNull(),
    protocol: text().notNull(),
    transport: text().notNull(),
    remoteAddress: text('remote_address').notNull(),
    /** Whose key `content` is sealed under: a holder's or a button's; null: the master key. */
    subjectId: uuid('subject_id'),
    /** The bytes as they came in and what was read of them, sealed. */
    content: bytes(),
    /** The bytes in clear, where the release before wrote them; the next migration seals them. */
    raw: bytes(),
    account: text(),
    sequence: text(),
    /** The decoder's word: decoded, crc, wrong-key … */
    verdict: text().notNull(),
    /** Of what makes two deliveries the same message, keyed; null where nothing could be read. */
    contentHash: text('content_hash'),
    disposition: text().$type<Disposition>().notNull(),
    /** Null until its signals became commands. */
    handledAt: moment('handled_at'),
    /** From when on the recovery takes it, if nobody has: soon, or after the wait for a better frame. */
    handleAt: moment('handle_at').notNull(),
    attempts: integer().notNull().default(0),
    /** Its places were judged: kept for an alarm or a test, else taken out. Null where it is yet to be done. */
    placesJudged: boolean('places_judged'),
  },
  (table) => [
    index('messages_received').on(table.centreId, table.receivedAt),
    index('messages_unhandled')
      .on(table.handleAt)
      .where(sql`handled_at is null`),
    index('messages_content').on(table.contentHash, table.receivedAt),
    // Of the releases before; what is handled now is judged with it, and never stands here.
    index('messages_unjudged')
      .on(table.id)
      .where(sql`places_judged is null and handled_at is not null`),
    index('messages_clear')
      .on(table.id)
      .where(sql`raw is not null`),
  ],
);

export const signals = pgTable(
  'signals',
  {
    id: uuid().primaryKey(),
    messageId: uuid('message_id').notNull(),
    centreId: uuid('centre_id').notNull(),
    receivedAt: moment('received_at').notNull(),
    buttonId: uuid('button_id'),
    kind: text().$type<SignalKind>().notNull(),
    code: text(),
    /** In clear, where the release before wrote it, like a message's `raw`. */
    decoded: jsonb(),
    warnings: jsonb().$type<SignalWarning[]>().notNull(),
    disposition: text().$type<Disposition>().notNull(),
    alarmId: uuid('alarm_id'),
  },
  (table) => [
    // None on what a decision fills in: it would be written anew with every press.
    index('signals_message').on(table.messageId),
  ],
);

// --- the alarm and its log ---

/** The release before numbers with it; every centre has a sequence of its own, made with the centre. */
export const alarmNumbers = pgSequence('alarm_numbers', { startWith: 1001 });

export const alarms = pgTable(
  'alarms',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    buttonId: uuid('button_id').notNull(),
    number: integer().notNull(),
    kind: text().$type<Alarm['kind']>().notNull(),
    mode: text().$type<Alarm['mode']>().notNull(),
    open: boolean().notNull(),
    ownerId: uuid('owner_id'),
    version: integer().notNull(),
    /** Hash of the last event: the log's own end cannot be cut off unseen. */
    headHash: text('head_hash').notNull(),
    /** Whose key the personal part is sealed under. */
    subjectId: uuid('subject_id').notNull(),
    state: jsonb().$type<Omit<Alarm, 'personal'>>().notNull(),
    personal: text(),
    /** By which fold the row was written; 1 is that of the releases that did not say. */
    foldVersion: integer('fold_version').notNull().default(1),
    /** Of the last resort, which reads no alarm and so may stand beside one that cannot be read. */
    bare: boolean().notNull().default(false),
    raisedAt: moment('raised_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    /** Null while it is open. Of the state, so that nobody can forget to write it. */
    closedAt: moment('closed_at').generatedAlwaysAs(sql`moment_of(state #>> '{closed,at}')`),
  },
  (table) => [
    uniqueIndex('alarms_one_open_duress')
      .on(table.buttonId)
      .where(sql`open and kind = 'duress' and mode = 'real' and not bare`),
    uniqueIndex('alarms_one_open_bare')
      .on(table.buttonId, table.kind)
      .where(sql`open and bare`),
    index('alarms_open')
      .on(table.centreId)
      .where(sql`open`),
    index('alarms_button').on(table.buttonId, table.raisedAt),
    // No column that every change touches may stand in an index here: such a change would be written into
    // all of them, where otherwise it stays in the row's own page.
    index('alarms_closed')
      .on(table.centreId, table.closedAt)
      .where(sql`not open`),
    index('alarms_owner')
      .on(table.ownerId)
      .where(sql`open`),
  ],
);

/** A centre's place in its own feed. The row is locked last and until commit: number order is commit order. */
export const feeds = pgTable('feeds', {
  centreId: uuid('centre_id').primaryKey(),
  lastSequence: bigint('last_sequence', { mode: 'number' }).notNull(),
  /** Written every two seconds by the canary. */
  beatAt: moment('beat_at'),
});

export const events = pgTable(
  'events',
  {
    alarmId: uuid('alarm_id').notNull(),
    version: integer().notNull(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    sequence: bigint({ mode: 'number' }).notNull(),
    type: text().notNull(),
    at: moment('at').notNull(),
    /** The event's exact canonical text; what the hash covers. */
    text: text().notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.alarmId, table.version] }),
    uniqueIndex('events_sequence').on(table.centreId, table.sequence),
    // How many were raised in the last minute.
    index('events_raised')
      .on(table.at)
      .where(sql`type = 'AlarmRaised'`),
  ],
);

// --- sound ---

/** A stretch of sound as the media-server keeps it, and the alarm it belongs to. */
export const recordings = pgTable(
  'recordings',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    buttonId: uuid('button_id').notNull(),
    /** Null until an alarm takes it. */
    alarmId: uuid('alarm_id'),
    startedAt: moment('started_at').notNull(),
    erasedAt: moment('erased_at'),
  },
  (table) => [
    index('recordings_alarm').on(table.alarmId),
    index('recordings_homeless')
      .on(table.startedAt)
      .where(sql`alarm_id is null and erased_at is null`),
  ],
);

/** What the media-server said of a recording that has no alarm yet; gone once it is in an alarm's log. */
export const waitingFacts = pgTable(
  'waiting_facts',
  {
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id),
    number: bigint({ mode: 'number' }).notNull(),
    centreId: uuid('centre_id').notNull(),
    fact: jsonb().$type<SoundFact>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.recordingId, table.number] })],
);

/** What was set aside because it cannot be handled (set-aside.ts); without `retryAt` it is never tried again. */
export const setAside = pgTable(
  'set_aside',
  {
    kind: text().notNull(),
    id: text().notNull(),
    since: moment('since').notNull(),
    attempts: integer().notNull(),
    retryAt: moment('retry_at'),
  },
  (table) => [primaryKey({ columns: [table.kind, table.id] })],
);

/** How far the media-server's journal was read: one row a media-server, moved with what it led to. */
export const soundCursors = pgTable('sound_cursors', {
  journal: uuid().primaryKey(),
  number: bigint({ mode: 'number' }).notNull(),
});

/** Every desk's sound socket, by the id the media-server knows it by, and the log-in it was opened with. */
export const listeners = pgTable(
  'listeners',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id').notNull(),
    visitor: jsonb().$type<Visitor>().notNull(),
    sessionToken: text('session_token').notNull(),
    openedAt: moment('opened_at').notNull(),
  },
  (table) => [index('listeners_user').on(table.userId)],
);

/** The answer each command got, so that a repeated one gets the same. */
export const answers = pgTable(
  'answers',
  {
    alarmId: uuid('alarm_id').notNull(),
    commandId: uuid('command_id').notNull(),
    centreId: uuid('centre_id').notNull(),
    answer: jsonb().notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.alarmId, table.commandId] })],
);

// --- what acts by itself, and what goes out ---

export const deadlines = pgTable(
  'deadlines',
  {
    subjectType: text('subject_type').$type<'alarm'>().notNull(),
    subjectId: uuid('subject_id').notNull(),
    kind: text().notNull(),
    centreId: uuid('centre_id').notNull(),
    at: moment('at').notNull(),
    revision: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subjectId, table.kind] }),
    index('deadlines_at').on(table.at),
  ],
);

export const effects = pgTable(
  'effects',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    alarmId: uuid('alarm_id'),
    /** The event that asked for it; null where the release before wrote it. */
    alarmVersion: integer('alarm_version'),
    kind: text().notNull(),
    mode: text().$type<Alarm['mode']>().notNull(),
    recipient: text().notNull(),
    text: text().notNull(),
    status: text().$type<'waiting' | 'sent' | 'failed' | 'withheld'>().notNull(),
    createdAt: moment('created_at').notNull(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: moment('next_attempt_at'),
    sentAt: moment('sent_at'),
    lastError: text('last_error'),
  },
  (table) => [
    index('effects_due')
      .on(table.nextAttemptAt)
      .where(sql`status = 'waiting'`),
    index('effects_created').on(table.centreId, table.createdAt),
  ],
);

// --- the police ---

/** A page about one alarm; what it may show is asked of the alarm, here stands only how to get in. */
export const policeLinks = pgTable(
  'police_links',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    alarmId: uuid('alarm_id').notNull(),
    secretHash: text('secret_hash').notNull(),
    /** Keyed with the secret, which nobody keeps. */
    pinHash: text('pin_hash').notNull(),
    failedAttempts: integer('failed_attempts').notNull().default(0),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('police_links_secret').on(table.secretHash),
    index('police_links_alarm').on(table.alarmId),
  ],
);

/** A device that was let in, under the name somebody gave. */
export const policeViewers = pgTable(
  'police_viewers',
  {
    id: uuid().primaryKey(),
    linkId: uuid('link_id')
      .notNull()
      .references(() => policeLinks.id),
    centreId: uuid('centre_id').notNull(),
    tokenHash: text('token_hash').notNull(),
    name: text().notNull(),
    firstSeenAt: moment('first_seen_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
  },
  (table) => [
    uniqueIndex('police_viewers_token').on(table.tokenHash),
    index('police_viewers_link').on(table.linkId),
  ],
);

/** A desk proves every five seconds that somebody sits there. */
export const presence = pgTable(
  'presence',
  {
    deskId: uuid('desk_id').primaryKey(),
    userId: uuid('user_id').notNull(),
    centreId: uuid('centre_id').notNull(),
    name: text().notNull(),
    role: text().$type<'centralist' | 'supervisor'>().notNull(),
    state: text().$type<'free' | 'busy' | 'pause'>().notNull(),
    renewedAt: moment('renewed_at').notNull(),
  },
  (table) => [index('presence_user').on(table.userId)],
);

/** Who looked at what (BIO2 8.15.01): action, object, result, origin, actor, time; never content. */
export const accessLog = pgTable(
  'access_log',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    centreId: uuid('centre_id').notNull(),
    at: moment('at').notNull(),
    /** Null: somebody at the machine itself, whom `origin` names as the machine knows him. */
    userId: uuid('user_id'),
    action: text().notNull(),
    object: text().notNull(),
    result: text().notNull(),
    origin: text().notNull(),
  },
  (table) => [index('access_log_at').on(table.centreId, table.at)],
);

// --- the municipality ---

/** A municipality's file of a case. Made by the system from a closed alarm, once for each. */
export const incidents = pgTable(
  'incidents',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id')
      .notNull()
      .references(() => municipalities.id),
    alarmId: uuid('alarm_id'),
    /** The alarm's version that the facts are of: of two writers the newer alarm stays. */
    alarmVersion: integer('alarm_version'),
    occurredAt: moment('occurred_at').notNull(),
    status: text().$type<IncidentStatus>().notNull().default('draft'),
    version: integer().notNull().default(1),
    facts: jsonb().$type<IncidentFacts>().notNull(),
    /** Whose key `personal` is sealed under: the alarm's. */
    subjectId: uuid('subject_id').notNull(),
    /** Whom it concerns and the seven W's, sealed; null where that key was gone when it was made. */
    personal: text(),
    changedBy: text('changed_by'),
    changedAt: moment('changed_at'),
  },
  (table) => [
    uniqueIndex('incidents_alarm').on(table.alarmId),
    index('incidents_occurred').on(table.municipalityId, table.occurredAt),
  ],
);

/** Who may open which file. A row is never taken out: when and by whom somebody left stays readable. */
export const incidentCircle = pgTable(
  'incident_circle',
  {
    id: uuid().primaryKey(),
    incidentId: uuid('incident_id')
      .notNull()
      .references(() => incidents.id),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** Null: by the system, when it made the draft. */
    addedBy: uuid('added_by'),
    addedAt: moment('added_at').notNull(),
    removedBy: uuid('removed_by'),
    removedAt: moment('removed_at'),
  },
  (table) => [
    uniqueIndex('incident_circle_once')
      .on(table.incidentId, table.userId)
      .where(sql`removed_at is null`),
  ],
);

/** Who looked at which file. Names and roles as they were then. */
export const incidentViews = pgTable(
  'incident_views',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    incidentId: uuid('incident_id')
      .notNull()
      .references(() => incidents.id),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id').notNull(),
    at: moment('at').notNull(),
    userId: uuid('user_id').notNull(),
    name: text().notNull(),
    role: text().$type<IncidentView['role']>().notNull(),
    what: text().$type<IncidentView['what']>().notNull(),
    origin: text().notNull(),
  },
  (table) => [index('incident_views_incident').on(table.incidentId, table.at)],
);
