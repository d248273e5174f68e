// The alarm as everybody draws it: what `evolve` folds out of the log.
//
// Its state is three unions beside each other, so that no fact erases another: who has it
// (`ownership`), what was judged (`verification`), how far the police are (`handover`), and `closed`.
// The one printed status is derived (`statusOf`). `kind` says what it is, `mode` whether it is real:
// nothing of a mode other than `real` ever leaves the building.
import * as z from 'zod';

import { possiblePlace } from '../places/known-place.ts';
import { position, signalKind, signalWarning } from '../signals.ts';
import { outcome } from './outcome.ts';
import { situation } from './situation/state.ts';
import { sound, listener, listened, marker } from './sound/state.ts';
import { staffMember } from './staff-member.ts';
import { ownership } from './ownership/state.ts';
import { caller } from './caller/state.ts';
import { stage } from './stages.ts';
import { planCopy, step } from './plan/state.ts';
import { calling, callAttempt, words } from './calling/state.ts';
import { handover, upgrade, dataNotice, declined, isConfirmed } from './handover/state.ts';
import { policeLink } from './police-page/state.ts';
import { policeReport, policeMessage } from './police-reports/state.ts';
import { scriptField } from './script/fields.ts';
import { verification } from './verification/state.ts';

const at = z.iso.datetime();

export const alarmKind = z.enum(['duress', 'missed-check', 'medical', 'fault', 'system', 'test']);
export type AlarmKind = z.infer<typeof alarmKind>;

export const alarmMode = z.enum(['real', 'test', 'exercise', 'synthetic']);
export type AlarmMode = z.infer<typeof alarmMode>;

/** SPOED, HOOG, LAAG on screen; words, never digits that could be read aloud as the police's Prio 1. */
export const priority = z.enum(['urgent', 'high', 'low']);
export type Priority = z.infer<typeof priority>;

export const closing = z.object({
  outcome,
  /** Passed on to the police for nothing (*nodeloos doorgemeld*). */
  needless: z.boolean(),
  by: staffMember,
  at,
});

export const deadlineKind = z.enum([
  'unclaimed-louder',
  'unclaimed-supervisor',
  'unclaimed-on-call',
  'on-call-over',
  'owner-idle-reminder',
  'owner-idle-supervisor',
  'no-decision-reminder',
  'no-decision-supervisor',
  'unverifiable-second',
  'unverifiable-supervisor',
  'verified-not-handed-over',
  'handover-unconfirmed',
  'upgrade-not-told',
  'upgrade-unconfirmed',
  'police-silent',
  'not-found-over',
  'parked-end',
  'no-activity',
]);
export type DeadlineKind = z.infer<typeof deadlineKind>;

export const deadline = z.object({ kind: deadlineKind, at, revision: z.int().positive() });
export type Deadline = z.infer<typeof deadline>;

export const reasonCategory = z.enum([
  'office',
  'threat',
  'night-work',
  'home-visits',
  'event',
  'other',
]);
export type ReasonCategory = z.infer<typeof reasonCategory>;

/** What is personal: sealed in the log under the holder's key, null once that key was erased. */
export const alarmPersonal = z.object({
  holder: z
    .object({
      name: z.string(),
      function: z.string(),
      phone: z.string().nullable(),
      /** Set when the loan had ended before the press: the last holder, shown with a warning. */
      returned: z.boolean(),
    })
    .nullable(),
  position: z
    .object({
      fix: position,
      receivedAt: at,
      /** Nobody who is believed said so; nothing better is known. */
      unbelieved: z.literal(true).optional(),
    })
    .nullable(),
  place: z
    .object({
      text: z.string(),
      /** Stated by somebody, or guessed from the position. */
      basis: z.enum(['stated', 'nearest']),
      /** Of a stated one: the fix at which it held, so that leaving it can be told from a worse fix. */
      statedAt: position.pick({ latitude: true, longitude: true, accuracyMetres: true }).optional(),
      /** Of a guessed one: the known place that the fix covers. */
      possibly: possiblePlace.optional(),
    })
    .nullable(),
  /** Of somebody who is not in the register: the name as it was told. */
  toldName: z.string().optional(),
  /** Of an unknown button: the registered one whose account is most like it, and who wears that. */
  resembles: z
    .object({ account: z.string(), serial: z.string(), holder: z.string().nullable() })
    .optional(),
  /** Of a button without a key: where its press came from, as a keyed hash. */
  sender: z.string().optional(),
  /** What each step of the plan says. */
  stepTexts: z.record(z.string(), z.string()).optional(),
});
export type AlarmPersonal = z.infer<typeof alarmPersonal>;

/** What was heard and is not believed, beside what is; where it says to be is personal. */
export const hearsay = z.object({
  count: z.int().positive(),
  /** The calls for help among them. */
  presses: z.int().nonnegative(),
  lastAt: at,
  /** Of the newest. */
  kind: signalKind,
  warnings: z.array(signalWarning),
});
export type Hearsay = z.infer<typeof hearsay>;

/** Of a bare alarm, which nothing personal was said of: not erased, and to be filled in. */
export const nobody: AlarmPersonal = { holder: null, position: null, place: null };

export const alarm = z.object({
  id: z.uuid(),
  /** The alarm's number for people, unique within the centre. */
  number: z.int().positive(),
  centreId: z.uuid(),
  municipality: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  button: z.object({
    id: z.uuid(),
    serial: z.string(),
    known: z.boolean(),
    sound: z.boolean(),
    /** It has no key: anybody can speak in its name, and where it is. */
    encrypted: z.literal(false).optional(),
    /** Raised by hand for somebody who wears none: a row to lock, and no device. */
    absent: z.literal(true).optional(),
  }),
  /** Raised by the last resort: what its button said follows when that can be decided. */
  bare: z.literal(true).optional(),
  kind: alarmKind,
  mode: alarmMode,
  priority,
  source: z.enum(['device', 'by-hand']),
  reasonCategory: reasonCategory.nullable(),
  plan: planCopy,
  ownership,
  verification,
  handover,
  /** Null: the police have it as what it was passed on as. */
  upgrade: upgrade.nullable(),
  /** The newest that was asked for; null: nothing went by data. */
  dataNotice: dataNotice.nullable(),
  /** Beside the owner, who listens (*luisteraar*): who telephones (*beller*). */
  caller: caller.nullable(),
  declined: declined.nullable(),
  /** Which fields of the script were read back. */
  readBack: z.array(scriptField),
  policeReports: z.array(policeReport),
  policeMessages: z.array(policeMessage),
  policeLinks: z.array(policeLink),
  calling,
  callAttempts: z.array(callAttempt),
  words,
  steps: z.array(step),
  /** The police found nobody, and one person wants to close it; a second one confirms. */
  closingProposed: closing.nullable(),
  closed: closing.nullable(),
  /** Events after which an older `expectedVersion` is out of date, per thing decided upon. */
  changedAt: z.object({
    ownership: z.int(),
    verification: z.int(),
    signals: z.int(),
    handover: z.int(),
  }),
  /** All that its button sent since, positions too. */
  signals: z.object({ count: z.int().positive(), lastAt: at }),
  /** The calls for help among them; none on a fault, or where only sound came. */
  presses: z.object({ count: z.int().nonnegative(), lastAt: at.nullable() }),
  warnings: z.array(signalWarning),
  /** Set while nothing but refused signals called for help. */
  believed: z.literal(false).optional(),
  /** Missing: everything that was heard is believed. */
  hearsay: hearsay.optional(),
  batteryPercent: z.number().nullable(),
  sound,
  /** Who listens now, the owner among them; a supervisor who joins is seen here and nowhere else. */
  listeners: z.array(listener),
  listened,
  markers: z.array(marker),
  /** First time of each stage; the server's clock, except `pressed`, which is the device's word. */
  times: z.partialRecord(stage, at),
  /** Last time a person did something with it. */
  lastActivityAt: at,
  deadlines: z.array(deadline),
  /** For each kind the moment it last acted for, so that the same moment never acts twice. */
  passed: z.partialRecord(deadlineKind, at),
  /** Every revision ever used, so that a late wake-up of a cancelled deadline is recognised. */
  revisions: z.partialRecord(deadlineKind, z.int().positive()),
  previousAlarmId: z.uuid().nullable(),
  version: z.int().positive(),
  /** Moment of the last event; the next one is never earlier. */
  updatedAt: at,
  personal: alarmPersonal
    .extend({
      markerLabels: z.record(z.uuid(), z.string()).optional(),
      /** By the version of the event that brought them. */
      policeTexts: z.record(z.string(), z.string()).optional(),
      calledNames: z.record(z.uuid(), z.string()).optional(),
      hearsay: alarmPersonal
        .pick({ place: true })
        .extend({ position: alarmPersonal.shape.position.unwrap() })
        .optional(),
      /** By the version of the event that named them. */
      policeOperators: z.record(z.string(), z.string()).optional(),
      /** What was entered of it; the rest is unknown. */
      situation: situation.partial().optional(),
    })
    .nullable(),
});
export type Alarm = z.infer<typeof alarm>;

export type Status = 'raised' | 'claimed' | 'released' | 'parked' | 'handed-over' | 'closed';

/** The one status that is printed; derived, never stored beside what it is derived from. */
export function statusOf(alarm: Alarm): Status {
  if (alarm.closed) return 'closed';
  if (isConfirmed(alarm)) return 'handed-over';
  switch (alarm.ownership.status) {
    case 'unclaimed':
      return 'raised';
    case 'owned':
      return 'claimed';
    default:
      return alarm.ownership.status;
  }
}

/** What a duress is, or is treated as until somebody knows better. */
export function isDuress({ kind }: Pick<Alarm, 'kind'>): boolean {
  return kind === 'duress' || kind === 'missed-check';
}

/** What ×n stands for, and the last moment of it: presses; on an alarm that nobody pressed, its signals. */
export function timesOf({ kind, presses, signals }: Alarm): Times {
  const isPressed = kind === 'duress' || kind === 'medical' || kind === 'missed-check';
  return isPressed
    ? { of: 'presses', count: presses.count, lastAt: presses.lastAt ?? signals.lastAt }
    : { of: 'signals', ...signals };
}
type Times = { of: 'presses' | 'signals'; count: number; lastAt: string };
