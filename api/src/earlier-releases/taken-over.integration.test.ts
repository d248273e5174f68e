// Databases that earlier releases really made: taken over by this one, their logs are whole, nothing that stood in
// them has changed, and their alarms go on.
import { describe } from 'vitest';
import { releases, type Release } from './test-left-behind.ts';
import { testTakeOver } from './test-take-over.ts';

describe.each(Object.keys(releases) as Release[])('a centre of release %s', (release) => {
  testTakeOver(release);
});
