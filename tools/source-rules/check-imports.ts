// Says which imports break a rule, and ends with 1 where one does: one of the checks of `./achterwacht test`.
import { importBreaches } from './import-breaches.ts';
import { rules } from './import-rules.ts';
import { readSources } from './sources.ts';

const breaches = await importBreaches(readSources(), rules);
for (const { rule, from, to, circle } of breaches)
  console.log(`${from} imports ${circle?.join(', which imports ') ?? to} – ${rule}`);
process.exitCode = breaches.length > 0 ? 1 : 0;
