// What a list is narrowed to stands in its address: whoever comes back to it, by whichever way, finds it as he left it.
// Nothing is loaded anew for it, so that it also goes without a line.
import { goto } from '$app/navigation';
import { navigating } from '$app/state';
import { untrack } from 'svelte';

const left = new Map<string, string>();

/** @param query As a list gives it: `?search=…`, or nothing. */
export function keepInAddress(query: string): void {
  const { pathname, search } = location;
  left.set(pathname, pathname + query);
  if (query === search) return;
  // Whoever chose a row meanwhile is on his way: another step would call his off, and he would stay where he is.
  if (untrack(() => navigating.to) === null)
    void goto(pathname + query, { replace: true, reset: false, shallow: true });
  else history.replaceState(history.state, '', pathname + query);
}

/** Where a list was left, for a link back to it. */
export const addressLeft = (path: string): string => left.get(path) ?? path;
