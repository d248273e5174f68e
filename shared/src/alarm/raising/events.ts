// What an alarm was raised with.
import * as z from 'zod';
import { alarmPersonal } from '../personal/personal.ts';
import { signalReference } from '../signals/events.ts';
import { alarm } from '../state.ts';

export const raised = z.object({
  type: z.literal('AlarmRaised'),
  data: alarm
    .pick({
      number: true,
      centreId: true,
      municipality: true,
      button: true,
      bare: true,
      kind: true,
      mode: true,
      priority: true,
      withoutPlace: true,
      source: true,
      reasonCategory: true,
      plan: true,
      previousAlarmId: true,
    })
    .extend({ receivedAt: z.iso.datetime(), signal: signalReference }),
  personal: alarmPersonal.nullable(),
});
