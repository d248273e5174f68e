// The two checks of what others wrote: that there is a whole list of it, and that nobody warns of it.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, readDataFolder } from '../../instance/settings.ts';
import { findOnPath } from '../../processes/find-on-path.ts';
import { readAudit, type Advisories } from '../parts/advisories.ts';
import { billOfMaterials, faultsOf } from '../parts/bill-of-materials.ts';
import { readLock, shippedPaths } from '../parts/lock.ts';
import { judge, type Outcome, type TestResult } from './report.ts';

type Said = { print: (text: string) => void };

const file = 'package-lock.json';
/** A mirror that knows the way and no answer must not hold up a run. */
const hangMilliseconds = 30_000;

export async function checkBillOfMaterials({ print }: Said): Promise<Outcome> {
  const lock = readLock();
  const version = lock.packages['']?.version ?? '';
  const bill = billOfMaterials(lock, { at: new Date(), id: randomUUID(), version });
  const folder = readDataFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = join(folder, 'sbom.cdx.json');
  writeFileSync(kept, `${JSON.stringify(bill, null, 1)}\n`);
  const shipped = bill.components.filter(({ scope }) => scope === 'required');
  print(`${bill.components.length} packages, ${shipped.length} of them shipped: ${kept}`);
  return outcomeOf('the list of what others wrote is whole', faultsOf(bill, lock));
}

export async function checkAdvisories({ print }: Said): Promise<Outcome> {
  const advisories = readAudit(await askRegistry(), shippedPaths(readLock()));
  return advisoriesOutcome(advisories, print);
}

export function advisoriesOutcome(advisories: Advisories, print: (text: string) => void): Outcome {
  const name = 'nobody warns of what is shipped';
  if (advisories.status === 'unanswered') {
    const why = `the registry does not answer: ${advisories.why}`;
    print(`skipped: ${why}`);
    const skipped: TestResult = { name, file, seconds: 0, outcome: 'skipped', why };
    return judge({ tests: [skipped], errors: [] }, true);
  }
  for (const text of advisories.further) print(`known: ${text}`);
  return outcomeOf(name, advisories.serious);
}

function outcomeOf(name: string, faults: string[]): Outcome {
  const outcome = faults.length === 0 ? 'passed' : 'failed';
  const why = faults.join('; ');
  return judge(
    { tests: [{ name, file, seconds: 0, outcome, ...(why && { why }) }], errors: [] },
    faults.length === 0,
  );
}

function askRegistry(): Promise<string> {
  const npm = findOnPath('npm');
  if (!npm) return Promise.resolve('');
  const options = { cwd: projectFolder, timeout: hangMilliseconds, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    // It ends with 1 where it knows something: what it printed counts.
    execFile(npm, ['audit', '--json', '--package-lock-only'], options, (_error, printed) =>
      resolve(printed),
    );
  });
}
