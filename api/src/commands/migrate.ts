// `achterwacht` runs this before every start: the database as this release needs it.
import { readMigrationConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';

await migrate(readMigrationConfig());
