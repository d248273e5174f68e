// `achterwacht buttons import FILE.csv`: takes buttons into the register; running it twice does it once.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { importButtons } from '../buttons/register/import-buttons.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async ({ config, system, keys, json }, [action, file]) => {
  if (action !== 'import' || !file)
    throw new Error('Gebruik: achterwacht buttons import BESTAND.csv');
  const csv = await readFile(resolve(config.callerFolder, file), 'utf8').catch(() => {
    throw new Error(`${file} kan niet worden gelezen.`);
  });
  const result = await importButtons({ system, keys, now: new Date() }, csv);
  if (json) return print(result);
  print(
    `${result.added} toegevoegd, ${result.changed} gewijzigd, ${result.unchanged} ongewijzigd.`,
  );
});
