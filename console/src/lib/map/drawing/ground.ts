// What a map lies on, as what stands around it says it. Apart from the drawing, so that who only says it loads no Leaflet.
import type { DrawnMapFile } from '@achterwacht/shared/routes/map-file.ts';
import type { tileLayer } from '@achterwacht/shared/routes/map-tiles.ts';
import type * as z from 'zod';

export type TileLayer = z.infer<typeof tileLayer>;
/** What a person may choose; the file where there is one. */
export type Layer = TileLayer | 'file';

export type Ground = { file: DrawnMapFile | null; isFileFailing: boolean } &
  /** `isWhole`: all that is seen lies in it. */
  (
    | { from: 'file'; file: DrawnMapFile; isWhole: boolean }
    /** `fetchedAt`: when our server got it from the service; null before that is known. */
    | { from: 'proxy'; layer: TileLayer; fetchedAt: string | null }
    /** Nothing but the outline and names. `isPending`: because nothing else came yet. */
    | { from: 'country'; isPending: boolean }
  );

export const noGround: Ground = {
  from: 'country',
  file: null,
  isFileFailing: false,
  isPending: true,
};

/** Nothing of the ground says where a street is: what is drawn must not look like a loaded map. */
export const isBare = ({ from }: Ground) => from === 'country';
