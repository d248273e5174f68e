// `achterwacht` runs this before every start: the database as this release needs it.
import { alarms } from '../alarms/alarm-row.ts';
import { ConfigError, readMigrationConfig } from '../config.ts';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { limitsOf } from '../db/pools.ts';
import { foldAnew, type FoldedAnew } from '../log/fold-anew.ts';
import { erasePlaces } from '../messages/erase-places.ts';
import { sealClearMessages } from '../messages/seal-clear-messages.ts';
import { openKeyRing, type KeyRing } from '../sealing/key-ring.ts';

/** A rule that changed may have touched every alarm. */
const mostNamed = 20;

const { keysFolder, ...urls } = readMigrationConfig();
await migrate(urls);
const owner = connect(urls.ownerUrl, { name: 'migrate', ...limitsOf.migrate });
try {
  let keys: KeyRing | undefined;
  const openKeys = () => {
    if (!keysFolder) throw new ConfigError('missing or not usable: ACHTERWACHT_KEYS');
    return (keys ??= openKeyRing(keysFolder));
  };
  await sealClearMessages(owner, openKeys);
  tell(await foldAnew(alarms, owner, openKeys, sayNowAndThen()));
  // After the fold, which says which alarms may know a place.
  const erased = await erasePlaces(owner, openKeys);
  if (erased > 0) say(`places taken out of ${erased} messages that are of no alarm and no test`);
} finally {
  await owner.end();
}

/** A word every five seconds, so that nobody thinks it hangs. */
function sayNowAndThen(): (done: number, of: number) => void {
  let saidAt = performance.now();
  return (done, of) => {
    if (performance.now() - saidAt < 5_000) return;
    saidAt = performance.now();
    say(`folding alarms anew: ${done} of ${of}`);
  };
}

function tell({ rows, changed, setAside }: FoldedAnew): void {
  if (rows === 0) return;
  say(`${rows} alarms folded anew, ${changed.length} of them changed`);
  for (const { name, id, fields } of changed.slice(0, mostNamed))
    say(`  ${name} ${id}: ${fields.join(', ')}`);
  if (changed.length > mostNamed) say(`  and ${changed.length - mostNamed} more`);
  for (const { name, id, why } of setAside)
    say(`  ${name} ${id} stays as it was (${why}): verify-log tells more`);
}

function say(text: string): void {
  process.stderr.write(`[migrate] ${text}\n`);
}
