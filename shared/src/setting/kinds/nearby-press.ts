// What a centre may call nearby.
import * as z from 'zod';
import type { NearbyPress } from '../../alarm/verification/nearby.ts';
import { within, type Bound } from '../bounds.ts';

export const nearbyPressBounds: Record<keyof NearbyPress, Bound> = {
  metres: {
    least: 25,
    most: 1_000,
    whyLeast: 'fix-is-no-closer',
    whyMost: 'farther-is-elsewhere',
  },
  seconds: {
    least: 30,
    most: 1_800,
    whyLeast: 'second-needs-to-press',
    whyMost: 'later-is-another-case',
  },
};

export const askedNearbyPress = z.strictObject({
  metres: within(nearbyPressBounds.metres),
  seconds: within(nearbyPressBounds.seconds),
});
