// The map file as a device asks for it that a police link let in. No browser keeps what it answers: that would say where somebody is.
import type { MapFileSource } from '../../map/drawing/streets/map-file-source.ts';
import type { DrawnMapFile } from '@achterwacht/shared/routes/map-file.ts';

const path = '/api/police/map';

export const policeMapSource: MapFileSource = {
  async inUse(signal) {
    const response = await fetch(path, { cache: 'no-store', signal });
    if (!response.ok) throw new Error(`map: status ${response.status}`);
    const { inUse } = (await response.json()) as { inUse: DrawnMapFile | null };
    return inUse && isDrawable(inUse) ? inUse : null;
  },
  pathOf: (edition) => `${path}/${edition}`,
  headers: () => ({}),
};

const isDrawable = ({ edition, minZoom, maxZoom, bounds }: DrawnMapFile) =>
  /^[0-9a-f]{16}$/.test(edition) &&
  [minZoom, maxZoom, bounds.west, bounds.south, bounds.east, bounds.north].every(Number.isFinite);
