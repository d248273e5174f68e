// Directions in words, as they are said aloud.
const winds = [
  'noord',
  'noordoost',
  'oost',
  'zuidoost',
  'zuid',
  'zuidwest',
  'west',
  'noordwest',
] as const;
export type Wind = (typeof winds)[number];

/** Degrees from north, clockwise. */
export function windOf(degrees: number): Wind {
  return winds[Math.round((((degrees % 360) + 360) % 360) / 45) % 8]!;
}
