// How far the handover to the police is, what they are told it is, and by which way.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

const at = z.iso.datetime();

/** The police's class: only what is verified is Prio 1; the rest is asked for as *politieassistentie*. */
export const handoverClass = z.enum(['prio-1', 'assistance']);
export type HandoverClass = z.infer<typeof handoverClass>;

export const handoverChannel = z.enum(['telephone', 'link', 'webhook']);
export type HandoverChannel = z.infer<typeof handoverChannel>;

export const handoverRoute = z.object({
  /** Which of the ten control rooms; null where only 112 is left. */
  regionCode: z.string().max(20).nullable(),
  which: z.enum(['first', 'second', '112']),
});
export type HandoverRoute = z.infer<typeof handoverRoute>;

const sending = z.object({
  class: handoverClass,
  channel: handoverChannel,
  route: handoverRoute,
  by: staffMember,
  at,
});

export type Sending = z.infer<typeof sending>;

/** In the police's hands: `sent` says how it got there, `at` since when it is as it is now. */
const withPolice = z.object({
  sent: sending,
  policeOperator: z.string(),
  /** Null while only somebody on the street has answered, by link. */
  incidentNumber: z.string().nullable(),
  at,
});

export const handover = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('none'),
    /** Set when the police were done and somebody pressed again: it begins anew. */
    since: at.optional(),
  }),
  z.object({
    status: z.literal('prepared'),
    /** Null: by itself, because it stayed unverifiable. */
    by: staffMember.nullable(),
    at,
  }),
  // Somebody telephones; whether anybody over there took it down is not known yet.
  sending.extend({ status: z.literal('calling') }),
  sending.extend({ status: z.literal('sent') }),
  withPolice.extend({ status: z.literal('confirmed') }),
  withPolice.extend({ status: z.literal('under-way') }),
  withPolice.extend({ status: z.literal('on-scene') }),
  withPolice.extend({ status: z.literal('not-found') }),
  withPolice.extend({ status: z.literal('done') }),
]);
export type Handover = z.infer<typeof handover>;

/** Who of the police took it down, under which number: every time that somebody said so. */
export const confirmation = z.object({
  version: z.int().positive(),
  policeOperator: z.string(),
  incidentNumber: z.string(),
  at,
});
export type Confirmation = z.infer<typeof confirmation>;

/**
 * Told after all that it is Prio 1, of an alarm that went as assistance and was verified since. Who over there
 * took it down stands in `personal.policeOperators`.
 */
export const upgrade = z.discriminatedUnion('status', [
  z.object({ status: z.literal('calling'), route: handoverRoute, by: staffMember, at }),
  z.object({ status: z.literal('sent'), route: handoverRoute, by: staffMember, at }),
  z.object({ status: z.literal('confirmed'), version: z.int().positive(), by: staffMember, at }),
]);
export type Upgrade = z.infer<typeof upgrade>;

/** What a control room's own system is told beside the telephone call. */
export const dataNotice = z.object({
  regionCode: handoverRoute.shape.regionCode,
  class: handoverClass,
  /** The version of the event that asked for it. */
  version: z.int().positive(),
  /** `withheld`: that control room has no such system, or it is a drill; nothing left the building. */
  status: z.enum(['under-way', 'taken', 'failed', 'withheld']),
  /** Since when it is so. */
  at,
});
export type DataNotice = z.infer<typeof dataNotice>;

/** A supervisor wrote down why an unverifiable alarm does not go to the police. */
export const declined = z.object({
  by: staffMember,
  at,
  /** Who goes instead of the police. */
  otherResponder: z.string().optional(),
});

/** Somebody of the police answered for it: what *doorgemeld* means, wherever it is said. */
export function isConfirmed({ handover }: { handover: Handover }): boolean {
  return 'sent' in handover;
}

/** It went to the police by data, or they answered. A call that nobody confirmed tells nothing yet. */
export function isPassedOn({ handover }: { handover: Handover }): boolean {
  return handover.status === 'sent' || isConfirmed({ handover });
}

/** How it got to the police who have it now; null while they were told nothing. */
export function sendingOf({ handover }: { handover: Handover }): Sending | null {
  if (handover.status === 'sent') {
    const { status: _status, ...sent } = handover;
    return sent;
  }
  return 'sent' in handover ? handover.sent : null;
}

/** The same telephone of the same control room. */
export function isSameRoute(one: HandoverRoute, other: HandoverRoute): boolean {
  return one.which === other.which && one.regionCode === other.regionCode;
}
