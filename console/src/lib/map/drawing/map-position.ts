// A position as the map draws it. Apart from the map, so that what makes and what draws one does not load Leaflet.
import type { Shape } from '../../alarms/describe.ts';
import type { Freshness } from '../../alarms/position-facts.ts';

export type MapPosition = {
  id: string;
  latitude: number;
  longitude: number;
  accuracyMetres: number | null;
  freshness: Freshness;
  approximate: boolean;
  headingDegrees: number | null;
  shape: Shape;
  /** Short text beside the symbol: the number and the fix's age. */
  label: string;
  selected: boolean;
  /** How many others at this spot were drawn before it. */
  stack: number;
};
