// Apart from the places, so that who only measures does not carry a list of them.

const earthRadiusMetres = 6_371_000;

/** Nearer than a telephone knows where it is: there is no direction in it, and the metres are noise. */
export const samePlaceMetres = 25;

/** Great-circle distance in metres between two WGS84 points in degrees. */
export function metresBetween(
  latitude: number,
  longitude: number,
  otherLatitude: number,
  otherLongitude: number,
): number {
  const radians = Math.PI / 180;
  const halfLatitude = ((otherLatitude - latitude) * radians) / 2;
  const halfLongitude = ((otherLongitude - longitude) * radians) / 2;
  const chord =
    Math.sin(halfLatitude) ** 2 +
    Math.cos(latitude * radians) * Math.cos(otherLatitude * radians) * Math.sin(halfLongitude) ** 2;
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(chord)));
}
