// A map as every page has it, with nothing on it yet.
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import './background.css';

export function mapOn(element: HTMLElement, options: L.MapOptions = {}): L.Map {
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    // A map that glides is a map that hides where it was.
    zoomAnimation: false,
    fadeAnimation: false,
    markerZoomAnimation: false,
    inertia: false,
    minZoom: 6,
    maxZoom: 19,
    preferCanvas: false,
    ...options,
  });
  L.control.scale({ imperial: false, position: 'bottomright' }).addTo(map);
  return map;
}
