// What lies near where an alarm's button is, by a public register of addresses where one is asked. It is never where somebody
// is: that is the fix, and whoever tells an address tells how far from the fix it lies.
import * as z from 'zod';

const point = { latitude: z.number(), longitude: z.number() };

const nearPlace = z.object({ text: z.string(), ...point });
export type NearPlace = z.infer<typeof nearPlace>;

/** How far its nearest point lies, by the register. */
const nearRoad = z.object({ name: z.string(), metres: z.int().nonnegative() });
export type NearRoad = z.infer<typeof nearRoad>;

export const near = z.object({
  /** Around which point this was asked; null: the alarm has none. */
  at: z.object(point).nullable(),
  /** By its outline, which at a border may be a street off; null abroad and at sea. */
  municipality: z.string().nullable(),
  /** `not-asked`: there is no position, or one so rough that each address in it would be as good a guess. */
  register: z.enum(['answered', 'away', 'not-set', 'not-asked']),
  address: nearPlace.nullable(),
  /** A hectometre post beside a road. */
  post: nearPlace.nullable(),
  /** Nearest first; none of them is said to cross another. */
  roads: z.array(nearRoad).max(3),
});
export type Near = z.infer<typeof near>;
