// Raising an alarm: by what a button sent, by hand, or by the program itself.
import * as z from 'zod';
import { decodedSignal } from '../../signals.ts';
import { alarmPersonal } from '../personal/personal.ts';
import { planCopy } from '../plan/state.ts';
import { asReceived } from '../signals/commands.ts';
import { alarm } from '../state.ts';
import { alarmKind, alarmMode, priority, reasonCategory } from './state.ts';

export const raiseCommand = z.object({
  type: z.literal('Raise'),
  number: z.int().positive(),
  centreId: z.uuid(),
  municipality: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  button: alarm.shape.button,
  bare: alarm.shape.bare,
  kind: alarmKind,
  mode: alarmMode,
  priority,
  withoutPlace: alarm.shape.withoutPlace,
  source: z.enum(['device', 'by-hand']),
  reasonCategory: reasonCategory.nullable(),
  plan: planCopy,
  previousAlarmId: z.uuid().nullable(),
  holder: alarmPersonal.shape.holder,
  place: alarmPersonal.shape.place,
  toldName: alarmPersonal.shape.toldName,
  resembles: alarmPersonal.shape.resembles,
  stepTexts: alarmPersonal.shape.stepTexts,
  signalId: z.uuid(),
  signal: decodedSignal,
  receivedAt: z.iso.datetime(),
  ...asReceived,
});
export type RaiseCommand = z.infer<typeof raiseCommand>;
