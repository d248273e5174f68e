// The background of the map. A tile is an image, so it stands beside the table of routes: layer, zoom, column, row.
import * as z from 'zod';

export const tilePath = '/api/map/tiles/:layer/:z/:x/:y';
export const tileLayer = z.enum(['grijs', 'standaard', 'pastel', 'osm']);
