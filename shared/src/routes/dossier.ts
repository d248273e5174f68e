// What the register knows of the holder, which is shown of a claimed alarm only.
import * as z from 'zod';
import { planFlag } from '../alarm/plan/state.ts';
import { aol } from '../places/aol.ts';
import { alarmParams } from './alarms.ts';
import type { Route } from './route.ts';

export const dossier = z.object({
  /** Null for a button without a known holder. */
  description: z.string().nullable(),
  /** Children, a partner, whoever else lives there. */
  othersAtHome: z.string().nullable(),
  specialInstruction: z.string().nullable(),
  threatContext: z.string().nullable(),
  codeWord: z.string().nullable(),
  duressWord: z.string().nullable(),
  /** Agreements with the police, expired ones too: each about one address. */
  aols: z.array(aol),
  /** The year in which each of the plan's flags was reported, where that is known. */
  reportedIn: z.partialRecord(planFlag, z.int()),
  places: z.array(
    z.object({
      id: z.uuid(),
      label: z.string(),
      address: z.string(),
      floor: z.string().nullable(),
      latitude: z.number(),
      longitude: z.number(),
    }),
  ),
  contacts: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      relation: z.string(),
      phone: z.string(),
      /** Where it happens he may be as well; who knows nothing of the button there is not called (`whyNotCalled`). */
      sameAddress: z.boolean(),
      /** Either of the two: never called while the alarm is NIET BELLEN. */
      mayBeInvolved: z.boolean(),
    }),
  ),
  /** Whose button it is, and what was agreed with it; null where that is not known. */
  municipality: z
    .object({
      name: z.string(),
      dayAndNightPhone: z.string().nullable(),
      /** What the centralist reads when he closes. */
      closingText: z.string().nullable(),
    })
    .nullable(),
  plan: z.object({
    version: z.int(),
    title: z.string(),
    steps: z.array(z.object({ id: z.string(), text: z.string(), required: z.boolean() })),
  }),
});
export type Dossier = z.infer<typeof dossier>;

export const dossierRoutes = {
  alarmDossier: {
    method: 'GET',
    path: '/api/alarms/:alarmId/dossier',
    summary:
      'Restricted facts about the holder; only once the alarm is claimed, and every look is logged',
    access: 'alarm.dossier',
    params: alarmParams,
    response: dossier,
  },
} satisfies Record<string, Route>;
