// `achterwacht verify-log`: every hash of every log, and each log against its row.
import { verifyLog } from '../streams.ts';
import { limitsOf } from '../db/pools.ts';
import { print, withSystem } from './as-system/with-system.ts';

const sentences = {
  missing: 'een gebeurtenis ontbreekt',
  'broken-link': 'een gebeurtenis sluit niet aan op de vorige',
  changed: 'een gebeurtenis is gewijzigd',
  unreadable: 'een gebeurtenis is niet te lezen, of van een nieuwere versie van het programma',
  'cut-off': 'het einde van het logboek ontbreekt',
  'row-differs': 'de stand volgt niet uit het logboek',
  'feed-hole': 'in een reeks van de centrale ontbreken gebeurtenissen',
  'no-row': 'er zijn gebeurtenissen waar niets bij staat',
};

await withSystem(async ({ system, keys, json }) => {
  const verdict = await verifyLog(system, keys);
  if (json) print(verdict);
  else {
    // With its id, because every centre has a number 1001.
    for (const { streamType, id, name, fault, version } of verdict.faults)
      print(`${streamType} ${name} ${id}: ${sentences[fault]} (gebeurtenis ${version})`);
    print(
      verdict.faults.length === 0
        ? `Logboek heel: ${verdict.events} gebeurtenissen, van ${verdict.alarms} alarmen en ${verdict.streams - verdict.alarms} andere dossiers.`
        : `${verdict.faults.length} fouten in het logboek.`,
    );
  }
  if (verdict.faults.length > 0) process.exitCode = 1;
}, limitsOf.verify);
