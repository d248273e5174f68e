import { describe, expect, it } from 'vitest';
import { markerHtml } from './marker-html.ts';

const position = {
  id: 'a',
  latitude: 52.38,
  longitude: 4.63,
  accuracyMetres: 12,
  freshness: 'fresh',
  approximate: false,
  headingDegrees: null,
  shape: 'urgent',
  label: '#1042 · 8 s',
  selected: false,
  stack: 0,
} as const;

describe('markerHtml', () => {
  it('draws a dot where the place is known', () => {
    expect(markerHtml(position)).toContain('class="dot"');
  });

  it('35 – draws no dot where only an area is known', () => {
    expect(markerHtml({ ...position, approximate: true })).not.toContain('class="dot"');
  });

  it('34 – draws a heading only when there is one', () => {
    expect(markerHtml(position)).not.toContain('heading');
    expect(markerHtml({ ...position, headingDegrees: 93.6 })).toContain('rotate(94)');
  });

  it('cannot be made to draw what a label says', () => {
    expect(markerHtml({ ...position, label: '<img src=x>' })).not.toContain('<img');
  });
});
