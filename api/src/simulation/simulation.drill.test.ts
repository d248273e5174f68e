// The shifts that were always played, the same ones each time (see test-play.ts).
import { test } from 'vitest';
import { playSeeds } from './test-play.ts';

test(
  'sixty shifts: whatever is cut off, at whatever moment, nothing is lost',
  () => playSeeds(process.env, 1, 60),
  600_000,
);
