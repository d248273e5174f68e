// The alarm as everybody draws it: what `evolve` folds out of the log.
//
// Its state is three unions beside each other, so that no fact erases another: who has it
// (`ownership`), what was judged (`verification`), how far the police are (`handover`), and `closed`.
// The one printed status is derived (`statusOf`). `kind` says what it is, `mode` whether it is real:
// nothing of a mode other than `real` ever leaves the building.
import * as z from 'zod';
import { signalWarning } from '../signals.ts';
import { situation } from './situation/state.ts';
import { sound, listener, listened, marker } from './sound/state.ts';
import { assignment, ownership } from './ownership/state.ts';
import { caller } from './caller/state.ts';
import { stage } from './stages.ts';
import { planCopy, step } from './plan/state.ts';
import { calling, callAttempt, words } from './calling/state.ts';
import {
  confirmation,
  handover,
  upgrade,
  dataNotice,
  declined,
  isConfirmed,
} from './handover/state.ts';
import { note } from './notes/state.ts';
import { policeLink } from './police-page/state.ts';
import { policeReport, policeMessage } from './police-reports/state.ts';
import { scriptField } from './script/fields.ts';
import { closing } from './closing/state.ts';
import { erasedContent } from './erasing/state.ts';
import { deadline, deadlineKind } from './deadlines/state.ts';
import { alarmPersonal } from './personal/personal.ts';
import { alarmKind, alarmMode, knownAtHome, priority, reasonCategory } from './raising/state.ts';
import { hearsay } from './signals/state.ts';
import { verification } from './verification/state.ts';

const at = z.iso.datetime();

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
    /** Whoever wears it left with it before a test of it was heard, and none was since. */
    soundUntested: z.literal(true).optional(),
    /** As it was asked when it was lent; missing where nobody wears it, and where a release before raised it. */
    knownAtHome: knownAtHome.optional(),
    /** Raised by hand for somebody who wears none: a row to lock, and no device. */
    absent: z.literal(true).optional(),
  }),
  /** Raised by the last resort: what its button said follows when that can be decided. */
  bare: z.literal(true).optional(),
  kind: alarmKind,
  mode: alarmMode,
  priority,
  /** A known fault, of which no position is kept whatever its priority. */
  withoutPlace: z.literal(true).optional(),
  source: z.enum(['device', 'by-hand']),
  reasonCategory: reasonCategory.nullable(),
  plan: planCopy,
  ownership,
  verification,
  handover,
  confirmations: z.array(confirmation),
  /** Null: the police have it as what it was passed on as. */
  upgrade: upgrade.nullable(),
  /** The newest that was asked for; null: nothing went by data. */
  dataNotice: dataNotice.nullable(),
  /** Beside the owner, who listens (*luisteraar*): who telephones (*beller*). */
  caller: caller.nullable(),
  /** Missing: nobody in particular is asked to take it. */
  assignment: assignment.optional(),
  declined: declined.nullable(),
  /** Which fields of the script were read back. */
  readBack: z.array(scriptField),
  notes: z.array(note),
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
  /** What was said of it is gone; what happened stands. */
  erased: erasedContent.optional(),
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
