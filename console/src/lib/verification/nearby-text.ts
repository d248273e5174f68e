// A press nearby in one sentence: on the screen, and as what a judgement rests on.
import type { Nearby } from '@achterwacht/shared/alarm/verification/nearby.ts';
import { samePlaceMetres } from '@achterwacht/shared/geo/distance.ts';
import { m } from '../paraglide/messages.js';
import { shortTime } from '../time/format.ts';

export function nearbyText({ serial, name, metres, pressedAt }: Nearby): string {
  const press = { serial, name, at: shortTime(pressedAt) };
  return metres < samePlaceMetres
    ? m.nearby_press_here(press)
    : m.nearby_press({ ...press, metres });
}
