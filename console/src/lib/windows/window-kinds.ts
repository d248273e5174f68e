// The windows that one person may have open at a post: the desk, and apart from it the map and the alarm before him.
import { m } from '../paraglide/messages.js';

export const windowKinds = ['desk', 'map', 'alarm'] as const;
export type WindowKind = (typeof windowKinds)[number];
/** What can be taken out of a desk into a window of its own. */
export type TakenOut = Exclude<WindowKind, 'desk'>;

export const windowPaths = {
  desk: '/console',
  map: '/console/kaart',
  alarm: '/console/alarm',
} satisfies Record<WindowKind, string>;

export const windowWords = {
  desk: m.region_queue,
  map: m.region_map,
  alarm: m.region_workspace,
} satisfies Record<WindowKind, () => string>;
