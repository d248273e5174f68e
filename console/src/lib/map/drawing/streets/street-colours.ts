// The colours of the streets, from the tokens of the theme: what is painted on a canvas hears of no style sheet.

const names = [
  'land',
  'water',
  'park',
  'building',
  'building-edge',
  'road',
  'road-edge',
  'major-road',
  'rail',
  'label',
  'water-label',
  'halo',
] as const;

export type StreetColours = Record<(typeof names)[number], string>;

/** Of the theme that the page has now. */
export function streetColours(): StreetColours {
  const style = getComputedStyle(document.documentElement);
  const colours = names.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()]);
  return Object.fromEntries(colours) as StreetColours; // one for each name
}
