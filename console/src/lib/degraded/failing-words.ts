// What fails, in one sentence each: what that means here, and what to do instead. Complete by type.
import type { Failing, FailingPart } from '@achterwacht/shared/feed.ts';
import type { LineState } from '../listen-in/line/sound-line.svelte.ts';
import { m } from '../paraglide/messages.js';

const words = {
  database: m.fails_database,
  intake: m.fails_intake,
  queue: m.fails_queue,
  timers: m.fails_timers,
  sound: m.fails_sound,
  'sound-not-kept': m.fails_sound_not_kept,
  clock: m.fails_clock,
  pages: m.fails_pages,
  mail: m.fails_mail,
  'police-link': m.fails_police_link,
} satisfies Record<FailingPart, unknown>;

/** Worst first: what keeps an alarm from a desk before what makes one harder to judge. */
const order = Object.keys(words) as FailingPart[];

export type Said = { key: string; text: string; since: string | null };

/** `line`: this desk's own way to sound, which may fail where the server's does not. */
export function saidOf(failing: readonly Failing[], line: LineState['status']): Said[] {
  const said = failing
    .toSorted((one, other) => order.indexOf(one.part) - order.indexOf(other.part))
    .map(({ part, whom, since }) => ({
      key: `${part} ${whom}`,
      text: part === 'police-link' ? words[part]({ whom: whom ?? '' }) : words[part](),
      since,
    }));
  const isSaid = failing.some(({ part }) => part === 'sound');
  if (line !== 'broken' || isSaid) return said;
  return [...said, { key: 'own-sound', text: m.fails_own_sound(), since: null }];
}
