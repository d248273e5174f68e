// What is told to a control room by data: one notice, in whatever format it travels. It is made of the
// log up to one event, so that a repeat is the same to the letter however much later it is sent.
import * as z from 'zod';
import { doubt } from '@achterwacht/shared/alarm/signals/belief.ts';
import { situation } from '@achterwacht/shared/alarm/situation/state.ts';
import { handoverClass } from '@achterwacht/shared/alarm/handover/state.ts';
import { verificationBasis } from '@achterwacht/shared/alarm/verification/state.ts';
import { reportedBefore } from '@achterwacht/shared/alarm/script/danger.ts';
import { possiblePlace } from '@achterwacht/shared/places/known-place.ts';

const at = z.iso.datetime();

export const notice = z.object({
  /** The effect's id: a repeat has the same, and is the same. */
  id: z.uuid(),
  /** `handover` opens a case at the police, `message` adds to it; there is no taking back. */
  kind: z.enum(['handover', 'message']),
  /** Only `real` is ever sent; the others are for whoever looks at what would have been. */
  mode: z.enum(['real', 'exercise', 'test']),
  sentAt: at,
  centre: z.object({ name: z.string(), phone: z.string() }),
  alarm: z.object({ id: z.uuid(), number: z.int().positive(), raisedAt: at }),
  /** Where a message adds to, as it was sent. */
  handover: z.object({ id: z.uuid(), sentAt: at }),
  class: handoverClass,
  basis: verificationBasis.nullable(),
  medical: z.boolean(),
  person: z.object({ name: z.string(), function: z.string() }).nullable(),
  /** Why place and position, or all of it, may be somebody else's words: nobody who is believed said so. */
  doubts: z.array(doubt),
  heard: z.string().nullable(),
  /** As it is heard now; what nobody entered is unknown. */
  situation,
  /** What the register knows of earlier times: history, and no fact of this alarm. */
  reportedBefore: z.array(reportedBefore),
  /** The agreement with the police about this place, in words. */
  aol: z.string().nullable(),
  /** Of a message. */
  text: z.string().nullable(),
  place: z.object({ text: z.string(), basis: z.enum(['stated', 'nearest']) }).nullable(),
  /** The known place that the fix covers, which it need not be; `metres` from the fix. */
  possiblePlace: possiblePlace.nullable(),
  position: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      accuracyMetres: z.number().nullable(),
      measuredAt: at,
      rd: z.string().nullable(),
      direction: z.string().nullable(),
    })
    .nullable(),
});
export type Notice = z.infer<typeof notice>;
