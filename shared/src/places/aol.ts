// AOL (afspraak op locatie): an agreement with the police about one address. It is named only for that
// address and only while it is valid; an expired one is shown as expired and never read out.
import * as z from 'zod';
import { dutchDay } from '../dutch-day.ts';
import { metresBetween } from '../geo/distance.ts';

export const aol = z.object({
  number: z.string(),
  agreedResponse: z.string(),
  contact: z.string(),
  /** Who at the police said that it may be kept; missing where a release before kept it. */
  allowedBy: z.string().optional(),
  /** The last day it counts, in the Netherlands. */
  validUntil: z.iso.date(),
  place: z.object({ label: z.string(), latitude: z.number(), longitude: z.number() }),
});
export type Aol = z.infer<typeof aol>;

export type AolOfPlace =
  { status: 'none' } | { status: 'valid'; aol: Aol } | { status: 'expired'; aol: Aol };

/** As far as an address reaches around its point. */
const placeMetres = 150;
/** A fix that may be off by more cannot say that somebody is at an address. */
const worstAccuracyMetres = 150;
const usualAccuracyMetres = 50;

type Fix = { latitude: number; longitude: number; accuracyMetres: number | null };

/** The agreement about the place where the button is now. */
export function aolAt(agreements: readonly Aol[], fix: Fix | null, now: Date): AolOfPlace {
  if (!fix || (fix.accuracyMetres ?? usualAccuracyMetres) > worstAccuracyMetres)
    return { status: 'none' };
  const here = agreements.filter(
    ({ place }) =>
      metresBetween(fix.latitude, fix.longitude, place.latitude, place.longitude) <= placeMetres,
  );
  const valid = here.find((agreement) => isAolValid(agreement, now));
  if (valid) return { status: 'valid', aol: valid };
  return here[0] ? { status: 'expired', aol: here[0] } : { status: 'none' };
}

export function isAolValid({ validUntil }: Aol, now: Date): boolean {
  return dutchDay(now) <= validUntil;
}

/** "noem AOL: number, agreed response, contact" */
export function aolText({ number, agreedResponse, contact }: Aol): string {
  return `AOL ${number}: ${agreedResponse}, contact ${contact}`;
}
