// The program of the pages as it runs in this window, and as whoever gives them has it now.
import { version } from '$app/env';
import { updated } from '$app/state';

export type Pages = {
  /** Of what runs here. */
  version: string;
  /** `current`: another version is given, as far as anybody asked. */
  updated: { readonly current: boolean; check: () => Promise<boolean> };
  isGiven: () => Promise<boolean>;
  load: () => void;
};

export const pages: Pages = {
  version,
  updated,
  isGiven: () =>
    fetch(location.pathname, { cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    ),
  load: () => location.reload(),
};
