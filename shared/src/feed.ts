// What travels over the one live socket. Downward: events in the centre's order, a canary that proves
// the whole path (database, bus, socket) is alive, who is present, and a goodbye that names its reason.
// Upward only what cannot be a command: hello, presence, "it is painted". Commands go by HTTP.
import * as z from 'zod';
import { actor } from './actor.ts';
import { alarmFact, type AlarmEvent } from './alarm/events.ts';

export const feedProtocol = 1;
const at = z.iso.datetime();

/** An event with its place in the centre's feed; sequences have no holes. */
export const feedEvent = z
  .object({
    sequence: z.int().positive(),
    alarmId: z.uuid(),
    version: z.int().positive(),
    schemaVersion: z.int().positive(),
    at,
    actor,
  })
  .and(alarmFact);
export type FeedEvent = AlarmEvent & { sequence: number };

/** Stands where an event stands that cannot be read any more: no hole, and nothing of what it said. */
export const unreadableEvent = z.object({
  type: z.literal('Unreadable'),
  sequence: z.int().positive(),
  alarmId: z.uuid(),
  version: z.int().positive(),
  at,
});
export type UnreadableEvent = z.infer<typeof unreadableEvent>;

/** One number of the feed, or one line of an alarm's log. */
export const feedItem = z.union([feedEvent, unreadableEvent]);
export type FeedItem = FeedEvent | UnreadableEvent;

/** Stands where something happened that a desk may not know of: the number is taken, and that is all. */
export const withheldItem = z.strictObject({ sequence: z.int().positive() });
/** Without a type, or every event would be one of these too. */
export type WithheldItem = z.infer<typeof withheldItem> & { type?: never };

/** What a desk gets for a number of the feed; `viewOf` decides which. */
export const deskItem = z.union([feedItem, withheldItem]);
export type DeskItem = FeedItem | WithheldItem;

export function isWithheld(item: DeskItem): item is WithheldItem {
  return !('type' in item);
}

export function isReadable<Item extends DeskItem>(
  item: Item,
): item is Exclude<Item, UnreadableEvent | WithheldItem> {
  return 'type' in item && item.type !== 'Unreadable';
}

/** As many as a desk draws in one go; what came in one commit may be more, and goes in several messages. */
export const mostEvents = 500;
export const events = z.array(deskItem).max(mostEvents);

/** A list as messages that every reader takes: in order, none empty, none too long. */
export function inMessages<Event>(list: readonly Event[]): Event[][] {
  return Array.from({ length: Math.ceil(list.length / mostEvents) }, (_, index) =>
    list.slice(index * mostEvents, (index + 1) * mostEvents),
  );
}

/** Sent every two seconds; `at` is the database's moment, `sequence` the feed's last number. */
export const canary = z.object({
  at,
  sequence: z.int().nonnegative(),
  /** Since it went to the centre's desks; only in the one that a desk gets on joining. */
  ageMilliseconds: z.number().nonnegative().optional(),
});
export type Canary = z.infer<typeof canary>;

export const presenceState = z.enum(['free', 'busy', 'pause']);
export const presentMember = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(['centralist', 'supervisor']),
  state: presenceState,
});
export type PresentMember = z.infer<typeof presentMember>;
export const presence = z.array(presentMember);

/** What can fail while the rest goes on; each is told in words of what that means at a desk. */
export const failingPart = z.enum([
  'database',
  /** What buttons send cannot be kept, and is not acknowledged. */
  'intake',
  /** Redis: wake-ups and news between processes. */
  'queue',
  /** Deadlines act later than they should. */
  'timers',
  'sound',
  'sound-not-kept',
  'clock',
  /** SMS and mail to the supervisor and those on call. */
  'pages',
  'mail',
  /** The system of a control room, which is told by data. */
  'police-link',
]);
export type FailingPart = z.infer<typeof failingPart>;

/** `whom`: who is not reached, as the outbox names him; null where that says nothing. */
export const failing = z.object({ part: failingPart, whom: z.string().nullable(), since: at });
export type Failing = z.infer<typeof failing>;

export const bye = z.object({
  reason: z.enum([
    'cursor-too-old',
    'session-ended',
    'restarting',
    'too-slow',
    /** It said more than any page says; its session may come again. */
    'too-many',
    'protocol-unknown',
    'not-allowed',
  ]),
  /** Of a session that ended: nobody ended it, its time was over. */
  isExpired: z.literal(true).optional(),
});
export type ByeReason = z.infer<typeof bye>['reason'];

// --- upward ---

export const hello = z.object({
  protocol: z.literal(feedProtocol),
  /** The last sequence this desk has; what follows it is sent first. */
  afterSequence: z.int().nonnegative(),
});
export const presenceReport = z.object({ state: presenceState });
export const presentedReport = z.object({ alarmId: z.uuid() });
/** The answer to `ping`: the server's clock, for the desk's offset. */
export const pong = z.object({ at });

export type ServerToDesk = {
  events: (list: DeskItem[]) => void;
  canary: (beat: Canary) => void;
  presence: (members: PresentMember[]) => void;
  /** The centre runs by something else from now on: its name, numbers and the rest are asked for again. */
  settings: () => void;
  /** All that fails now, on joining and whenever it changes. */
  failing: (list: Failing[]) => void;
  bye: (message: z.infer<typeof bye>) => void;
};
export type DeskToServer = {
  hello: (message: z.infer<typeof hello>) => void;
  ping: (answer: (message: z.infer<typeof pong>) => void) => void;
  presence: (message: z.infer<typeof presenceReport>) => void;
  presented: (message: z.infer<typeof presentedReport>) => void;
};
