// The two ways of saying where: the national grid (RD New, whole metres) and WGS84. The RD numbers come
// from the polynomial of Schreutelkamp and Strang van Hees, which stays within half a metre of the full
// transformation anywhere in the country; a button's fix is metres off at best.

/** The Amersfoort tower, in both systems: the polynomial's origin. */
const origin = { latitude: 52.1551744, longitude: 5.38720621, x: 155_000, y: 463_000 };

/** `[power of latitude, power of longitude, metres]`, in units of 0.36 × a degree from the origin. */
type Term = [number, number, number];
const eastTerms: Term[] = [
  [0, 1, 190094.945],
  [1, 1, -11832.228],
  [2, 1, -114.221],
  [0, 3, -32.391],
  [1, 0, -0.705],
  [3, 1, -2.34],
  [1, 3, -0.608],
  [0, 2, -0.008],
  [2, 3, 0.148],
];
const northTerms: Term[] = [
  [1, 0, 309056.544],
  [0, 2, 3638.893],
  [2, 0, 73.077],
  [1, 2, -157.984],
  [3, 0, 59.788],
  [0, 1, 0.433],
  [2, 2, -6.439],
  [1, 1, -0.032],
  [0, 4, 0.092],
  [1, 4, -0.054],
];

/** RD is defined for the Netherlands; outside these bounds its numbers mean nothing. */
const bounds = { west: 3.2, south: 50.7, east: 7.3, north: 53.7 };

export function rdOf(latitude: number, longitude: number): { x: number; y: number } | null {
  if (latitude < bounds.south || latitude > bounds.north) return null;
  if (longitude < bounds.west || longitude > bounds.east) return null;
  const north = 0.36 * (latitude - origin.latitude);
  const east = 0.36 * (longitude - origin.longitude);
  const sum = (terms: Term[]) =>
    terms.reduce((total, [p, q, metres]) => total + metres * north ** p * east ** q, 0);
  return {
    x: Math.round(origin.x + sum(eastTerms)),
    y: Math.round(origin.y + sum(northTerms)),
  };
}

/** `RD 103 876 / 488 440` */
export function rdText(latitude: number, longitude: number): string | null {
  const rd = rdOf(latitude, longitude);
  const spaced = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
  return rd && `RD ${spaced(rd.x)} / ${spaced(rd.y)}`;
}

/** `52,38144 N 4,63633 O` */
export function wgsText(latitude: number, longitude: number): string {
  const degrees = (value: number) => Math.abs(value).toFixed(5).replace('.', ',');
  return `${degrees(latitude)} ${latitude < 0 ? 'Z' : 'N'} ${degrees(longitude)} ${longitude < 0 ? 'W' : 'O'}`;
}
