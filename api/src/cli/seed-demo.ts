// `achterwacht` in demo mode runs this after the migrations.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAsActor } from '../access/as-actor.ts';
import { connect } from '../db/connect.ts';
import { limitsOf } from '../db/pools.ts';
import { seedAdministration } from '../demo/administration.ts';
import { seedDemo } from '../demo/seed.ts';
import { withSystem } from './as-system/with-system.ts';

await withSystem(async ({ config, system, keys }) => {
  const now = new Date();
  const isNew = await seedDemo({
    system,
    keys,
    authSecret: readFileSync(join(config.keysFolder, 'auth.secret'), 'utf8').trim(),
    dataFolder: config.dataFolder,
    now,
  });
  if (!isNew) return;
  const app = connect(config.databaseUrl, { name: 'command-app', ...limitsOf.command });
  try {
    await seedAdministration({ system, asActor: createAsActor(app, app), keys, now });
  } finally {
    await app.end();
  }
});
