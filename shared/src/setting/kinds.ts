// The kinds of settings, a row each: what stands there, what may be asked of it, and who has to agree. A further kind is
// a row, and where its value is more than a few fields a file in `kinds/`.
import * as z from 'zod';
import { nearbyPress, usualNearbyPress } from '../alarm/verification/nearby.ts';
import { recordingRule, timings, usualRecording, usualTimings } from '../alarm/plan/state.ts';
import { priorities, usualPriorities } from '../alarm/raising/priorities.ts';
import { usualLanguages } from '../which-language.ts';
import { controlRoomCode } from '../police/control-rooms.ts';
import type { Bounds } from './bounds.ts';
import { askedCentreDetails, centreDetails } from './kinds/centre.ts';
import { askedControlRoomLines, controlRoomLines } from './kinds/control-rooms.ts';
import { languages } from './kinds/languages.ts';
import { askedNearbyPress, nearbyPressBounds } from './kinds/nearby-press.ts';
import { askedNorms, normBounds, norms, usualNorms } from './kinds/norms.ts';
import { askedOidcProvider, oidcProvider } from './kinds/oidc.ts';
import { askedPaging, paging } from './kinds/paging.ts';
import { askedPriorities } from './kinds/priorities.ts';
import { askedRetention, retention, retentionBounds, usualRetention } from './kinds/retention.ts';
import { askedTimings, timingBounds } from './kinds/timings.ts';
import { askedWebhooks, webhooks, webhooksOf } from './kinds/webhooks.ts';
import { askedMailWay, askedSmsWay, mailWay, smsWay } from './ways.ts';

/** What each kind holds. What counted once is one of these for as long as there are logs. */
export const settingValues = {
  centre: centreDetails,
  /** Which its people may read, and which whoever chose none. */
  languages,
  /** Seconds after which something acts by itself. */
  timings,
  /** Which alarms go before which. */
  priorities,
  'nearby-press': nearbyPress,
  /** Numbers agreed upon with control rooms, and when this centre last tried each. */
  'control-rooms': controlRoomLines,
  /** Who is told when nobody takes an alarm. */
  paging,
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
  /** By whom people may log in with their work account; null: by nobody. */
  oidc: oidcProvider.nullable(),
  /** Whether sound is kept, and from when on. */
  recording: recordingRule,
  /** Days after closing at which sound, and what was said, is erased; null: not by itself. */
  retention,
  /** Against what answer times are measured. */
  norms,
} satisfies Record<string, z.ZodType>;

export type SettingKind = keyof typeof settingValues;
export type SettingValue<K extends SettingKind = SettingKind> = z.infer<(typeof settingValues)[K]>;
export const settingKind = z.enum(
  Object.keys(settingValues) as [SettingKind, ...SettingKind[]], // it has keys
);

type Kind<K extends SettingKind> = {
  /** What one proposes, another approves: where a mistake could lose an alarm or a proof. */
  needsSecond: boolean;
  /** It names people: sealed in the log under the centre's key. */
  isPersonal: boolean;
  /** What somebody may set, where that is narrower than what may stand there. */
  asked?: z.ZodType<SettingValue<K>>;
  /** Of its numbers. */
  bounds?: Bounds;
  /** Until somebody sets another, and where nothing of the centre's own says it. */
  usual: SettingValue<K>;
};

export const settingKinds: { [K in SettingKind]: Kind<K> } = {
  centre: {
    needsSecond: false,
    isPersonal: false,
    asked: askedCentreDetails,
    // Every centre was given its own when it was set up.
    usual: { name: '', phone: '', policePhone: '' },
  },
  languages: { needsSecond: false, isPersonal: false, usual: usualLanguages },
  timings: {
    needsSecond: true,
    isPersonal: false,
    asked: askedTimings,
    bounds: timingBounds,
    usual: usualTimings,
  },
  priorities: {
    needsSecond: true,
    isPersonal: false,
    asked: askedPriorities,
    usual: usualPriorities,
  },
  'nearby-press': {
    needsSecond: false,
    isPersonal: false,
    asked: askedNearbyPress,
    bounds: nearbyPressBounds,
    usual: usualNearbyPress,
  },
  'control-rooms': {
    needsSecond: false,
    isPersonal: false,
    asked: askedControlRoomLines,
    usual: [],
  },
  paging: {
    needsSecond: false,
    isPersonal: true,
    asked: askedPaging,
    usual: { supervisor: [], onCall: [] },
  },
  mail: { needsSecond: false, isPersonal: false, asked: askedMailWay.nullable(), usual: null },
  sms: { needsSecond: false, isPersonal: false, asked: askedSmsWay.nullable(), usual: null },
  webhooks: {
    needsSecond: true,
    isPersonal: false,
    asked: askedWebhooks,
    usual: webhooksOf([]),
  },
  'police-webhook': { needsSecond: true, isPersonal: false, usual: null },
  oidc: { needsSecond: true, isPersonal: false, asked: askedOidcProvider.nullable(), usual: null },
  recording: { needsSecond: true, isPersonal: false, usual: usualRecording },
  retention: {
    needsSecond: true,
    isPersonal: false,
    asked: askedRetention,
    bounds: retentionBounds,
    usual: usualRetention,
  },
  norms: {
    needsSecond: false,
    isPersonal: false,
    asked: askedNorms,
    bounds: normBounds,
    usual: usualNorms,
  },
};

/** What counts on until its follower is set, and can be set no more. */
export const isFormerKind = (kind: SettingKind) => kind === 'police-webhook';

/** @returns null where it is none of that kind. */
export function settingValueOf<K extends SettingKind>(
  kind: K,
  value: unknown,
): SettingValue<K> | null {
  const parsed = settingValues[kind].safeParse(value);
  return parsed.success ? (parsed.data as SettingValue<K>) : null;
}

/** Whether it can count. Null can only where the kind knows having none. */
export function isSettingValue(kind: SettingKind, value: unknown): boolean {
  return settingValues[kind].safeParse(value).success;
}
