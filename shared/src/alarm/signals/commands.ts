// That its button sent something more, and where it is.
import * as z from 'zod';
import { decodedSignal, position, signalWarning, unbelieved } from '../../signals.ts';
import { alarmPersonal } from '../personal/personal.ts';

const at = z.iso.datetime();

/** How a signal came in, as far as it matters to whether it is believed. */
export const asReceived = {
  unbelieved: unbelieved.extract(['refused']).optional(),
  /** Of a button without a key: `alarmPersonal.sender`. */
  sender: z.string().optional(),
};

export const signalsCommands = {
  bySystem: [
    z.object({
      type: z.literal('AddSignal'),
      signalId: z.uuid(),
      signal: decodedSignal,
      place: alarmPersonal.shape.place,
      /** Whom a bare alarm did not know. */
      holder: alarmPersonal.shape.holder.optional(),
      receivedAt: at,
      ...asReceived,
    }),
    z.object({
      type: z.literal('AddPosition'),
      fix: position,
      place: alarmPersonal.shape.place,
      warnings: z.array(signalWarning),
      receivedAt: at,
    }),
  ],
} as const;
