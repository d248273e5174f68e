// `achterwacht` runs this before every start: the database as this release needs it.
import { replayErasures, type Replayed } from '../alarms/erasing/replay-erasures.ts';
import { takeOverButtons } from '../buttons/row/take-over-buttons.ts';
import { ConfigError, readFormerSettings, readMigrationConfig } from '../config.ts';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { limitsOf } from '../db/pools.ts';
import type { FoldedAnew } from '../log/fold-anew.ts';
import { erasePlaces } from '../messages/record/erase-places.ts';
import { sealClearMessages } from '../messages/record/seal-clear-messages.ts';
import { takeOverMunicipalities } from '../municipality/customers/take-over-municipalities.ts';
import { takeOverIncidents } from '../municipality/incidents/take-over-incidents.ts';
import { takeOverMembers } from '../people/take-over-members.ts';
import { takeOverPlans } from '../plans/take-over-plans.ts';
import { replayEmptied } from '../persons/emptying/replay-emptied.ts';
import { takeOverPersons } from '../persons/take-over-persons.ts';
import { openKeyRing, type KeyRing } from '../sealing/key-ring.ts';
import { takeOverSettings } from '../settings/take-over-settings.ts';
import { foldAllAnew } from '../streams.ts';

/** A rule that changed may have touched every one of them. */
const mostNamed = 20;

const { keysFolder, ...urls } = readMigrationConfig();
await migrate(urls);
const owner = connect(urls.ownerUrl, { name: 'migrate', ...limitsOf.migrate });
try {
  const clocked = { clock: { now: () => new Date() } };
  let keys: KeyRing | undefined;
  const openKeys = () => {
    if (!keysFolder) throw new ConfigError('missing or not usable: ACHTERWACHT_KEYS');
    return (keys ??= openKeyRing(keysFolder));
  };
  if (keysFolder)
    printReplayed(await replayErasures({ ...clocked, database: owner, keysFolder, openKeys }));
  await sealClearMessages(owner, openKeys);
  // Before the fold, which would write over what the release before wrote in their rows and circles meanwhile.
  const files = await takeOverIncidents(owner, openKeys, clocked.clock);
  if (files.files > 0) printLine(`${files.files} incident files have a history from now on`);
  for (const { id, why } of files.setAside)
    printLine(`  incident file ${id} stays as it was (${why}): tried again at the next start`);
  for (const folded of await foldAllAnew(owner, openKeys, printNowAndThen())) printFolded(folded);
  const members = await takeOverMembers(owner, openKeys, clocked.clock);
  if (members > 0) printLine(`${members} members have a history from now on`);
  const registered = await takeOverButtons(owner, openKeys, clocked.clock);
  if (registered > 0) printLine(`${registered} buttons have a history from now on`);
  const named = await takeOverMunicipalities(owner, openKeys, clocked.clock);
  if (named > 0) printLine(`${named} municipalities have a history from now on`);
  const planned = await takeOverPlans(owner, openKeys, clocked.clock);
  if (planned > 0) printLine(`${planned} plans have a history from now on`);
  if (keysFolder) {
    const emptied = await replayEmptied({ ...clocked, database: owner, keysFolder, openKeys });
    if (emptied > 0)
      printLine(`emptied again, as before this database was put back: ${emptied} persons`);
  }
  const persons = await takeOverPersons(owner, openKeys, clocked.clock);
  if (persons > 0) printLine(`${persons} persons have a history from now on`);
  const set = await takeOverSettings(owner, openKeys, readFormerSettings);
  for (const { centre, kind, how } of set) printLine(`${kind} of ${centre}: ${how}`);
  // After the fold, which says which alarms may know a place.
  const erased = await erasePlaces(owner, openKeys);
  if (erased > 0)
    printLine(`places taken out of ${erased} messages that are of no alarm and no test`);
} finally {
  await owner.end();
}

/** A word every five seconds, so that nobody thinks it hangs. */
function printNowAndThen(): (name: string, done: number, of: number) => void {
  let printedAt = performance.now();
  return (name, done, of) => {
    if (performance.now() - printedAt < 5_000) return;
    printedAt = performance.now();
    printLine(`folding anew, ${name}: ${done} of ${of}`);
  };
}

/** Only an older database that was put back has any. */
function printReplayed({ erased, unreadable }: Replayed): void {
  if (erased.length > 0)
    printLine(
      `erased again, as they were before this database was put back: ${erased.length} alarms`,
    );
  for (const { number, id } of unreadable)
    printLine(`  #${number} ${id}: erased, and its log cannot say so: verify-log tells more`);
}

function printFolded({ of, rows, changed, setAside }: FoldedAnew & { of: string }): void {
  if (rows === 0) return;
  printLine(`folded anew, ${of}: ${rows}, ${changed.length} of them changed`);
  for (const { name, id, fields } of changed.slice(0, mostNamed))
    printLine(`  ${name} ${id}: ${fields.join(', ')}`);
  if (changed.length > mostNamed) printLine(`  and ${changed.length - mostNamed} more`);
  for (const { name, id, why } of setAside)
    printLine(`  ${name} ${id} stays as it was (${why}): verify-log tells more`);
}

function printLine(text: string): void {
  process.stderr.write(`[migrate] ${text}\n`);
}
