// What a map of Leaflet shows, in words of our own.
import type L from 'leaflet';
import type { MapWindow } from '../objects/arrange.ts';

/** @param margin How much of what is shown it has more, at each side. */
export function windowOf(map: L.Map, margin = 0): MapWindow {
  const bounds = map.getBounds().pad(margin);
  return {
    zoom: map.getZoom(),
    west: bounds.getWest(),
    south: bounds.getSouth(),
    east: bounds.getEast(),
    north: bounds.getNorth(),
  };
}
