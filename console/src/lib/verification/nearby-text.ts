// A press nearby in one sentence: on the screen, and as what a judgement rests on.
import type { Nearby } from '@achterwacht/shared/alarm/nearby.ts';
import { m } from '../paraglide/messages.js';
import { shortTime } from '../time/format.ts';

export const nearbyText = ({ serial, name, metres, pressedAt }: Nearby) =>
  m.nearby_press({ serial, name, metres, at: shortTime(pressedAt) });
