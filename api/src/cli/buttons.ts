// `achterwacht buttons import FILE.csv`: takes buttons into the register; running it twice does it once.
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { textOfFile } from '@achterwacht/shared/file-text.ts';
import { importButtons } from '../buttons/register/import-buttons.ts';
import { mostFileBytes } from '../imports/csv-rows.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async ({ config, system, keys, json }, [action, file]) => {
  if (action !== 'import' || !file)
    throw new Error('Gebruik: achterwacht buttons import BESTAND.csv');
  const path = resolve(config.callerFolder, file);
  const unreadable = () => {
    throw new Error(`${file} kan niet worden gelezen.`);
  };
  const { size } = await stat(path).catch(unreadable);
  if (size > mostFileBytes) throw new Error(`${file} is te groot voor een lijst van knoppen.`);
  const csv = await readFile(path).then(textOfFile, unreadable);
  const result = await importButtons({ system, keys, now: new Date() }, csv);
  if (json) return print(result);
  print(
    [
      ...result.warnings,
      `${result.added} toegevoegd, ${result.changed} gewijzigd, ${result.unchanged} ongewijzigd.`,
    ].join('\n'),
  );
});
