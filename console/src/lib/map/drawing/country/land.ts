// What of the land is drawn at which zoom: as much as is true there. From far away the outline of the country, whose shores of inner
// waters are off by up to a kilometre; closer the municipalities, off by a hundred metres; closer than that none, for it would
// put a street on the wrong side of the water. Pure, so that known points can be asked about.
import { outlinesIn } from '@achterwacht/shared/geo/municipalities/outline.ts';
import outline from '@achterwacht/shared/geo/outline.json' with { type: 'json' };
import type { Box } from '../../objects/arrange.ts';

/** A line around land, or around water in it, which goes the other way around. */
export type Line = readonly number[];
export type Land = {
  /** The same for as long as nothing else is to be drawn. */
  key: string;
  lines: readonly Line[];
};

/** At each of these the worst of it is five pixels off. */
const lastZoom = { ofCountry: 9, ofMunicipalities: 12 } as const;

const linesOf = (isOwn: boolean) =>
  outline.land.filter(({ country }) => (country === 'NLD') === isOwn).flatMap(({ rings }) => rings);
const ofCountry: Land = { key: 'country', lines: linesOf(true) };
const ofNothing: Land = { key: '', lines: [] };

/** What is on the other side of the border, by which one recognises it; it is drawn under our own. */
export const abroad: readonly Line[] = linesOf(false);

export const isOutlined = (zoom: number) => zoom <= lastZoom.ofMunicipalities;

/** @param box What is seen. */
export function landOf(zoom: number, box: Box): Land {
  if (zoom <= lastZoom.ofCountry) return ofCountry;
  if (!isOutlined(zoom)) return ofNothing;
  const found = outlinesIn(box);
  return {
    key: found.map(([code]) => code).join(' '),
    lines: found.flatMap(([, rings]) => rings.map(({ points }) => points)),
  };
}
