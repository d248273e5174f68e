// What is known of the land without asking anybody: half a megabyte, which is why it is loaded for whoever fills in a place
// and for nobody else.
import { outlineOf, type Outline } from '@achterwacht/shared/geo/municipalities/outline.ts';
import { codeOfNamed } from '@achterwacht/shared/places/municipalities.ts';
import { nearestPlace } from '@achterwacht/shared/places/nearest-place.ts';
import { doubtAbout, type Point, type PointDoubt } from '@achterwacht/shared/places/point-doubt.ts';

export type Ground = {
  /** Null where no municipality is called so, or two are: nothing is asked about it, and none is drawn. */
  outline: Outline | null;
  townAt: (point: Point) => string | null;
  doubtAbout: (point: Point) => PointDoubt | null;
};

export function groundOf(municipality: string): Ground {
  const code = codeOfNamed(municipality);
  const outline = code === null ? null : outlineOf(code);
  return {
    outline,
    townAt: ({ latitude, longitude }) => nearestPlace(latitude, longitude)?.name ?? null,
    doubtAbout: (point) => doubtAbout(point, outline),
  };
}
