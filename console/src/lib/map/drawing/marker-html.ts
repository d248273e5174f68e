// The symbol of a position, as text for the map's icon: a dot with a light and a dark casing that shows
// on any background, the priority's shape above it, number and age beside it. Only numbers and fixed
// words go in, so nothing has to be escaped but the label.
import type { MapPosition } from './map-position.ts';

const shapes = {
  urgent: '<path d="M10 1 18 5.5v9L10 19l-8-4.5v-9z"/>',
  high: '<path d="M10 2 19 18H1z"/>',
  low: '<circle cx="10" cy="10" r="8"/>',
  system: '<path d="M10 1 19 10l-9 9-9-9z"/>',
  test: '<path d="M2 2h16v16H2z"/>',
} satisfies Record<MapPosition['shape'], string>;

export function markerHtml(position: MapPosition): string {
  const { shape, freshness, approximate, headingDegrees, selected, label, stack } = position;
  const heading =
    headingDegrees === null || approximate
      ? ''
      : `<svg class="heading" viewBox="-20 -20 40 40" width="40" height="40"><path transform="rotate(${Math.round(headingDegrees)})" d="M0-19 6-9H-6z"/></svg>`;
  // Only an area is known: a dot would claim more than that.
  const dot = approximate ? '' : '<span class="dot"></span>';
  return (
    `<span class="symbol stack${stack} ${shape} ${freshness}${selected ? ' selected' : ''}${approximate ? ' approximate' : ''}">` +
    `${heading}${dot}` +
    `<svg class="shape" viewBox="0 0 20 20" width="24" height="24">${shapes[shape]}</svg>` +
    `<span class="label">${escaped(label)}</span></span>`
  );
}

/** Many in one spot: the shape that matters most, larger than that of one, with how many in it. */
export const clusterHtml = (shape: MapPosition['shape'], count: number, label: string) =>
  `<span class="symbol cluster ${shape}">` +
  `<svg class="shape" viewBox="0 0 20 20" width="44" height="44">${shapes[shape]}</svg>` +
  `<span class="count">${count}</span>` +
  `<span class="label">${escaped(label)}</span></span>`;

/** A text as what Leaflet takes for HTML. */
export const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
