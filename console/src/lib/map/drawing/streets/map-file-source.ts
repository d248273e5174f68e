// Where a page asks for the map file: a desk by its log-in, a police page by its link.
import type { DrawnMapFile } from '@achterwacht/shared/routes/map-file.ts';

export type MapFileSource = {
  /** Null: there is none. Throws where nobody answers. */
  inUse: (signal: AbortSignal) => Promise<DrawnMapFile | null>;
  pathOf: (edition: string) => string;
  headers: () => Record<string, string>;
};
