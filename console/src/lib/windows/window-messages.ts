// What the windows of one person tell each other. Two of them may be of two releases: what cannot be read is nothing.
import * as z from 'zod';
import { panels } from '../selection/selection.svelte.ts';
import { windowKinds } from './window-kinds.ts';

const otherWindow = z.object({
  id: z.string(),
  kind: z.enum(windowKinds),
  isVisible: z.boolean(),
  /** It sounds the alarms; whether its browser lets it is the other one. */
  isLeader: z.boolean(),
  canSound: z.boolean(),
  /** It would hear the voices of an alarm. */
  canHear: z.boolean(),
  /** Somebody is in the middle of something there. */
  isBusy: z.boolean(),
});
export type OtherWindow = z.infer<typeof otherWindow>;

const shown = z.object({ alarmId: z.string().nullable(), panel: z.enum(panels).nullable() });

export const windowMessage = z.discriminatedUnion('type', [
  /** `asks`: whoever hears it says the same of himself. */
  z.object({ type: z.literal('here'), window: otherWindow, asks: z.boolean() }),
  z.object({ type: z.literal('gone'), id: z.string() }),
  z.object({ type: z.literal('shown'), shown }),
  /** F7 at one of them, with what it silences. */
  z.object({ type: z.literal('silenced'), until: z.number(), alarmIds: z.array(z.string()) }),
  /** A line that somebody takes at one window is given back at the others. */
  z.object({ type: z.literal('hears'), alarmId: z.string() }),
  /** A key whose work is on the screen of that window. */
  z.object({ type: z.literal('key'), to: z.string(), action: z.string() }),
  /** Its room is wanted back. */
  z.object({ type: z.literal('close'), to: z.string() }),
]);
export type WindowMessage = z.infer<typeof windowMessage>;
