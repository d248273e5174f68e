// Handing it over to the police: opening the script, telling by a way, confirming by whom; or saying why not.
import * as z from 'zod';
import { reasonText, nameText, text } from '../../command-text.ts';
import { handoverClass, handoverChannel, handoverRoute } from './state.ts';

const expectedVersion = z.int().positive();

export const handoverCommands = {
  byPerson: [
    z.object({ type: z.literal('StartHandover') }),
    /** By data where it goes along; by telephone alone it says that somebody is calling, and no more. */
    z.object({
      type: z.literal('SendHandover'),
      expectedVersion,
      class: handoverClass,
      /** Asked for where the class is another than what was verified calls for. */
      overrideReason: reasonText.nullable(),
      channel: handoverChannel,
      route: handoverRoute,
      /** Tells the control room's own system as well, beside the telephone call. */
      withData: z.boolean().optional(),
    }),
    z.object({
      type: z.literal('ConfirmHandover'),
      expectedVersion,
      policeOperator: nameText,
      incidentNumber: text(60),
      // The rest counts where nothing was sent before: by telephone, telling is sending.
      channel: handoverChannel,
      class: handoverClass.optional(),
      overrideReason: reasonText.nullable().optional(),
      route: handoverRoute.optional(),
    }),
    /** Rung off, and nobody over there took it down. */
    z.object({ type: z.literal('EndPoliceCall') }),
    z.object({
      type: z.literal('DeclineHandover'),
      reason: reasonText,
      /** It was passed on to whom the contract names instead of the police. */
      toOtherResponder: z.boolean().optional(),
    }),
  ],
  bySystem: [
    z.object({
      type: z.literal('ReportNotice'),
      /** Of the event that asked for it. */
      version: z.int().positive(),
      status: z.enum(['taken', 'withheld']),
    }),
  ],
} as const;
