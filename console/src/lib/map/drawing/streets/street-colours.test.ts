// The names on the map are read in a hurry, by day and by night: they stand out from whatever they may lie on (WCAG 1.4.3), and roads from
// the land.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const themes = [read('../../../../app.css'), read('streets.css')].map((css) =>
  css.split("data-theme='nacht'"),
);
const [dag, nacht] = [0, 1].map((theme) => themes.map((parts) => parts[theme]).join('')) as [
  string,
  string,
];

const colourIn = (theme: string) => (name: string) => {
  const found = new RegExp(`--map-${name}: (#[0-9a-f]{6});`).exec(theme);
  if (!found) throw new Error(`no --map-${name}`);
  return found[1]!;
};

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

describe.each([
  ['dag', dag],
  ['nacht', nacht],
])('%s', (_name, theme) => {
  const colour = colourIn(theme);

  test.each(['land', 'park', 'building', 'road', 'major-road', 'halo'])('names on %s', (ground) => {
    expect(contrast(colour('label'), colour(ground))).toBeGreaterThan(4.5);
  });

  test.each(['water', 'land', 'halo'])('names of water on %s', (ground) => {
    expect(contrast(colour('water-label'), colour(ground))).toBeGreaterThan(4.5);
  });

  test.each(['land', 'park', 'building'])('a road on %s, by itself or by its edge', (ground) => {
    const best = Math.max(
      contrast(colour('road'), colour(ground)),
      contrast(colour('road-edge'), colour(ground)),
    );
    expect(best).toBeGreaterThan(1.5);
  });

  test('nothing on it is a colour: that means trouble', () => {
    for (const name of ['land', 'water', 'park', 'building', 'road', 'label', 'rail']) {
      const parts = [1, 3, 5].map((at) => Number.parseInt(colour(name).slice(at, at + 2), 16));
      expect(Math.max(...parts) - Math.min(...parts), name).toBeLessThan(28);
    }
  });
});
