// The place in one line, and when a position is too old to go by.
import type { PoliceView } from '@achterwacht/shared/police/page.ts';
import { m } from '../../paraglide/messages.js';

const staleMilliseconds = 60_000;

export const isStale = (age: number) => age > staleMilliseconds;

/** What was measured or stated first; a known place that it may be comes after it. */
export function addressOf({ place, possibly, municipality }: PoliceView): string {
  if (!place) return m.police_page_where_unknown();
  const named = place.basis === 'nearest' ? m.police_page_near({ place: place.text }) : place.text;
  const town = municipality && !place.text.endsWith(municipality) ? municipality : null;
  return [named, town, possibly].filter(Boolean).join(', ');
}
