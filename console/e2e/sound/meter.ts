// The meter of the desk's sound, as a person reads it.
import { expect, type Desk } from '../story.ts';

/** The middle of the meter, in decibels: −60 is nothing. */
export const level = async ({ workspace }: Desk) =>
  Number(await workspace.getByRole('meter').getAttribute('aria-valuenow'));

export const movesTheMeter = (desk: Desk) => expect.poll(() => level(desk)).toBeGreaterThan(-45);
