// What an alarm's clock waits for, and how much of it is left, in words.
import { m } from '../paraglide/messages.js';
import { minutesSeconds } from '../time/format.ts';
import type { WorkClock } from './work-clock.ts';

export const clockWords = {
  claim: m.clock_claim,
  act: m.clock_act,
  'hand-over': m.clock_hand_over,
  upgrade: m.clock_upgrade,
  confirm: m.clock_confirm,
  'not-found': m.clock_not_found,
  parked: m.clock_parked,
  quiet: m.clock_quiet,
} satisfies Record<WorkClock['kind'], () => string>;

/** What is left of it; what is late counts up. */
export const leftText = ({ late, remainingMilliseconds }: WorkClock): string =>
  late
    ? m.clock_too_late({ time: minutesSeconds(-remainingMilliseconds) })
    : minutesSeconds(remainingMilliseconds);
