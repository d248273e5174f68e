// `achterwacht map [import FILE.pmtiles]`: a map that needs no internet checked and taken into use, and which one that is.
import { resolve } from 'node:path';
import type { MapFile } from '@achterwacht/shared/routes/map-file.ts';
import { MapFiles } from '../map/file/map-files.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async ({ config, json }, [action, file]) => {
  const files = new MapFiles(config.dataFolder);
  if (action === undefined) {
    const inUse = await files.inUse();
    return print(json ? { inUse } : inWords(inUse));
  }
  if (action !== 'import' || !file)
    throw new Error('Gebruik: achterwacht map import BESTAND.pmtiles, of achterwacht map');
  const before = await files.inUse();
  const taken = await files.import(
    resolve(config.callerFolder, file),
    new Date(),
    showPart(process.stderr),
  );
  if (json) return print({ inUse: taken });
  print([inWords(taken), ...remarksOn(taken, before)].join('\n'));
});

function showPart(out: NodeJS.WriteStream): (part: number) => void {
  let shown = -1;
  return (part) => {
    const percent = Math.floor(part * 100);
    if (percent === shown) return;
    shown = percent;
    // On a terminal one line that counts; elsewhere a line for each tenth.
    if (out.isTTY) out.write(`\rKopiëren: ${percent} %${part === 1 ? '\n' : ''}`);
    else if (percent % 10 === 0) out.write(`Kopiëren: ${percent} %\n`);
  };
}

function inWords(map: MapFile | null): string {
  if (!map) return 'Er is geen kaartbestand in gebruik.';
  const { west, south, east, north } = map.bounds;
  return [
    `In gebruik: ${map.name} (${(map.bytes / 1024 ** 2).toFixed(1).replace('.', ',')} MB), ${ageOf(map)}.`,
    `Van ${degrees(south)} N ${degrees(west)} O tot ${degrees(north)} N ${degrees(east)} O, zoom ${map.minZoom} tot ${map.maxZoom}.`,
  ].join('\n');
}

function remarksOn(map: MapFile, before: MapFile | null): string[] {
  const remarks: string[] = [];
  if (map.maxZoom < 15)
    remarks.push('Huisnummers en losse gebouwen staan er niet in: die zijn er vanaf zoom 15.');
  if (before && map.dataAt && before.dataAt && map.dataAt < before.dataAt)
    remarks.push(`Let op: de kaart die in gebruik was, is nieuwer (${ageOf(before)}).`);
  return remarks;
}

function ageOf({ dataAt }: MapFile): string {
  if (!dataAt) return 'kaart van een onbekende datum';
  const day = new Intl.DateTimeFormat('nl', { dateStyle: 'long', timeZone: 'Europe/Amsterdam' });
  return `kaart van ${day.format(new Date(dataAt))}`;
}

const degrees = (value: number) => value.toFixed(2).replace('.', ',');
