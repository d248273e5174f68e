// What the police were told, and whether somebody over there answered for it.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';
import { handoverClass, handoverRoute, handoverChannel } from './state.ts';

export const handoverEvents = [
  z.object({
    type: z.literal('HandoverPrepared'),
    data: z.object({ by: staffMember.nullable() }),
  }),
  /** Somebody telephones the control room, by this number, to ask for this. */
  z.object({
    type: z.literal('PoliceCallStarted'),
    data: z.object({ by: staffMember, class: handoverClass, route: handoverRoute }),
    /** Why another class than what was verified calls for. */
    personal: z.object({ reason: z.string() }).nullable(),
  }),
  /** Rung off, and nobody took it down. */
  z.object({ type: z.literal('PoliceCallEnded'), data: z.object({ by: staffMember }) }),
  /** It went by data, or stands before the confirmation of what was told by telephone. */
  z.object({
    type: z.literal('HandoverSent'),
    data: z.object({
      by: staffMember,
      class: handoverClass,
      channel: handoverChannel,
      route: handoverRoute,
      /** The control room's own system is told as well. */
      withData: z.boolean().optional(),
    }),
    /** Why another class than what was verified calls for. */
    personal: z.object({ reason: z.string() }).nullable(),
  }),
  /** How it went with what was told by data. */
  z.object({
    type: z.literal('NoticeSettled'),
    data: z.object({
      /** Of the event that asked for it. */
      version: z.int().positive(),
      status: z.enum(['taken', 'withheld']),
    }),
  }),
  z.object({
    type: z.literal('HandoverConfirmed'),
    data: z.object({
      by: staffMember,
      channel: handoverChannel,
      policeOperator: z.string(),
      incidentNumber: z.string(),
    }),
  }),
  /** What went as assistance is verified now, and the police are told that it is Prio 1. */
  z.object({
    type: z.literal('UpgradeSent'),
    data: z.object({
      by: staffMember,
      channel: handoverChannel,
      route: handoverRoute,
      /** The control room's own system is told as well. */
      withData: z.boolean().optional(),
    }),
  }),
  z.object({
    type: z.literal('UpgradeConfirmed'),
    data: z.object({ by: staffMember, channel: handoverChannel, incidentNumber: z.string() }),
    personal: z.object({ policeOperator: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('HandoverDeclined'),
    data: z.object({
      by: staffMember,
      /** Whom it was passed on to instead, as the contract names him; missing where it was passed on to nobody. */
      otherResponder: z.string().optional(),
    }),
    personal: z.object({ reason: z.string() }).nullable(),
  }),
] as const;
