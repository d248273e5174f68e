// What a centre has set, one subject a kind: what counts now, and what somebody proposes instead. An open alarm keeps
// what it copied when it was raised.
import * as z from 'zod';
import { nearbyPress } from '../alarm/verification/nearby.ts';
import { timings } from '../alarm/plan/state.ts';
import { staffMember } from '../staff-member.ts';
import { controlRoomCode } from '../police/control-rooms.ts';
import { controlRoomLine } from '../police/route.ts';
import { webhooks } from './kinds/webhooks.ts';
import { mailWay, smsWay } from './ways.ts';

/** A telephone number, reached by SMS, or a mail address. */
const contact = z.string().regex(/^(\+[0-9]{8,15}|[^@\s,]{1,64}@[^@\s,]{1,255})$/);
/** More are not a list that somebody keeps in order. */
const contacts = z.array(contact).max(20);

/** Longer is no retention; shorter than a day would take a case from under those who still work on it. */
const days = z.int().min(1).max(36_500);

/** What each kind holds. */
export const settingValues = {
  /** Seconds after which something acts by itself. */
  timings,
  'nearby-press': nearbyPress,
  /** Numbers agreed upon with control rooms, and when this centre last tried each. */
  'control-rooms': z.array(controlRoomLine).max(100),
  /** Who is told when nobody takes an alarm. */
  paging: z.object({
    /** In the order in which they stand on the page; everybody on a list is told. */
    supervisor: contacts,
    onCall: contacts,
    /** What each is called, beside the lists: the release before reads those as they are. */
    names: z.record(contact, z.string().trim().min(1).max(60)).optional(),
  }),
  /** Null: nobody is reached by it, and what would go out by it is withheld and shown. */
  mail: mailWay.nullable(),
  sms: smsWay.nullable(),
  /** Systems outside that are told of handovers by data. Their secrets are rows of their own, by id. */
  webhooks,
  /** The one system of a release before; a centre's `webhooks` follow it, and nobody sets it any more. */
  'police-webhook': z
    .object({
      url: z.url({ protocol: /^https?$/ }).max(2_000),
      format: z.enum(['json', 'cap']),
      rooms: z.array(controlRoomCode).min(1),
      secretIds: z.array(z.uuid()).min(1).max(2),
    })
    .nullable(),
  /** Days after closing at which sound, and what was said, is erased; null: not by itself. */
  retention: z.object({
    harmlessSoundDays: days,
    realSoundDays: days.nullable(),
    harmlessContentDays: days.nullable().default(null),
  }),
} satisfies Record<string, z.ZodType>;

export const settingKind = z.enum(
  Object.keys(settingValues) as [SettingKind, ...SettingKind[]], // it has keys
);
export type SettingKind = keyof typeof settingValues;
export type SettingValue<K extends SettingKind = SettingKind> = z.infer<(typeof settingValues)[K]>;

/** What counts on until its follower is set, and can be set no more. */
export const isFormerKind = (kind: SettingKind) => kind === 'police-webhook';

type Trait = {
  /** What one proposes, another approves. */
  needsSecond: boolean;
  /** It names people: sealed in the log under the centre's key. */
  isPersonal: boolean;
};

export const settingTraits = {
  timings: { needsSecond: true, isPersonal: false },
  'nearby-press': { needsSecond: false, isPersonal: false },
  'control-rooms': { needsSecond: false, isPersonal: false },
  paging: { needsSecond: false, isPersonal: true },
  mail: { needsSecond: false, isPersonal: false },
  sms: { needsSecond: false, isPersonal: false },
  webhooks: { needsSecond: true, isPersonal: false },
  'police-webhook': { needsSecond: true, isPersonal: false },
  retention: { needsSecond: true, isPersonal: false },
} satisfies Record<SettingKind, Trait>;

/** Who proposed or approved it; null: a part of the system. */
const author = staffMember.nullable();

export type Setting = {
  id: string;
  centreId: string;
  kind: SettingKind;
  /** Null before anything counted, and where its key was erased. */
  value: SettingValue | null;
  /** Since which version it counts. */
  valueVersion: number;
  proposed: {
    value: SettingValue | null;
    by: z.infer<typeof author>;
    at: string;
    version: number;
  } | null;
  version: number;
  updatedAt: string;
  /** What names people stands in the values, which are sealed as what was typed. */
  personal: null;
};

/** Whether it can count. Null can only where the kind knows having none. */
export function isSettingValue(kind: SettingKind, value: unknown): boolean {
  return settingValues[kind].safeParse(value).success;
}

/** @returns null where it is none of that kind. */
export function settingValueOf<K extends SettingKind>(
  kind: K,
  value: unknown,
): SettingValue<K> | null {
  const parsed = settingValues[kind].safeParse(value);
  return parsed.success ? (parsed.data as SettingValue<K>) : null;
}
