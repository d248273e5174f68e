// Says which imports break a rule, and ends with 1 where one does: one of the checks of `./achterwacht test`.
import { importBreaches } from './import-breaches.ts';
import { knownCircles, setKnownAside } from './known-circles.ts';
import { rules } from './import-rules.ts';
import { readSources } from './sources.ts';

const found = await importBreaches(readSources(), rules);
const { breaches, undone } = setKnownAside(found, knownCircles);
for (const { rule, from, to, circle } of breaches)
  console.log(`${from} imports ${circle?.join(', which imports ') ?? to} – ${rule}`);
for (const place of undone)
  console.log(`no circle is left within ${place}: take it out of known-circles.ts`);
process.exitCode = breaches.length + undone.length > 0 ? 1 : 0;
