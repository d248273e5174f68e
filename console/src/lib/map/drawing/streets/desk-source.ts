// The map file as whoever is logged in asks for it.
import { mapFilePath } from '@achterwacht/shared/routes/map-file.ts';
import { unattendedHeader } from '@achterwacht/shared/routes/route.ts';
import { call } from '../../../api.ts';
import { isAttended } from '../../../attended.ts';
import type { MapFileSource } from './map-file-source.ts';

const nobodyIsThere: Record<string, string> = { [unattendedHeader]: '1' };
const nothing: Record<string, string> = {};

export const deskSource: MapFileSource = {
  inUse: async (signal) => (await call('mapInUse', { signal })).inUse,
  pathOf: (edition) => mapFilePath.replace(':edition', edition),
  headers: () => (isAttended() ? nothing : nobodyIsThere),
};
