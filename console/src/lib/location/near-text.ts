// What lies near, in words: each with how far it is, and none of them as if somebody were there.
import type { NearWords } from '@achterwacht/shared/alarm/script/location-card.ts';
import { m } from '../paraglide/messages.js';

export function awayText({ text, metres }: { text: string; metres: number }): string {
  const place = text.replace(/\b(\d{4}) ([A-Z]{2})\b/g, '$1\u00a0$2');
  return metres === 0 ? m.location_at({ place }) : m.location_metres_from({ metres, place });
}

export const roadsText = ({ roads }: NearWords): string =>
  roads.map(({ name, metres }) => m.near_road({ name, metres })).join(', ');

/** Why no address is told; null where one is, or while it is asked. */
export function whyNoAddress({ register, address }: NearWords): string | null {
  if (address) return null;
  switch (register) {
    case 'answered':
      return m.near_no_address();
    case 'away':
      return m.near_away();
    case 'not-set':
      return m.near_not_set();
    case 'not-asked':
      return m.near_too_rough();
  }
}
