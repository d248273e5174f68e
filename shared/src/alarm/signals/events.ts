// What its button sent since it was raised.
import * as z from 'zod';
import { position, signalKind, signalWarning, unbelieved } from '../../signals.ts';
import { alarmPersonal } from '../personal/personal.ts';

const at = z.iso.datetime();

/** The signal that an event speaks of; the message it came in is kept apart, exactly as received. */
export const signalReference = z.object({
  signalId: z.uuid(),
  kind: signalKind,
  code: z.string().nullable(),
  deviceTime: at.nullable(),
  batteryPercent: z.number().nullable(),
  warnings: z.array(signalWarning),
  /** How many more it stands for, that were counted only. */
  more: z.int().positive().optional(),
  /** Missing: it is believed, as is all that the releases before wrote. */
  unbelieved: unbelieved.optional(),
});
export type SignalReference = z.infer<typeof signalReference>;

export const signalsEvents = [
  z.object({
    type: z.literal('SignalAdded'),
    data: z.object({ receivedAt: at, signal: signalReference }),
    personal: alarmPersonal
      .pick({ position: true, place: true, sender: true })
      .extend({ holder: alarmPersonal.shape.holder.optional() })
      .nullable(),
  }),
  z.object({
    type: z.literal('PositionAdded'),
    data: z.object({ receivedAt: at }),
    personal: z.object({ fix: position, place: alarmPersonal.shape.place }).nullable(),
  }),
] as const;
