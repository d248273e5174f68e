// `achterwacht` runs this before every start: the database as this release needs it.
import { ConfigError, readMigrationConfig } from '../config.ts';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { sealClearMessages } from '../intake/seal-clear-messages.ts';
import { openKeyRing } from '../sealing/key-ring.ts';

const { keysFolder, ...urls } = readMigrationConfig();
await migrate(urls);
const owner = connect(urls.ownerUrl, { max: 1, name: 'migrate' });
try {
  await sealClearMessages(owner, () => {
    if (!keysFolder) throw new ConfigError('missing or not usable: ACHTERWACHT_KEYS');
    return openKeyRing(keysFolder);
  });
} finally {
  await owner.end();
}
