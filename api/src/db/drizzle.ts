// drizzle, loaded quickly. Node 24 parses the package.json around every .js module anew, and drizzle's
// has 180 kB: its ES modules cost each program that starts two seconds and a half of processor time. Of
// its CommonJS modules, which say by their extension what they are, it asks nothing.
import type * as Core from 'drizzle-orm';
import type * as Tables from 'drizzle-orm/pg-core';
import type * as Driver from 'drizzle-orm/postgres-js';
import type * as Migrator from 'drizzle-orm/postgres-js/migrator';
import { createRequire, registerHooks } from 'node:module';

const require = createRequire(import.meta.url);
const core = require('drizzle-orm') as typeof Core;
const tables = require('drizzle-orm/pg-core') as typeof Tables;
const driver = require('drizzle-orm/postgres-js') as typeof Driver;
const migrator = require('drizzle-orm/postgres-js/migrator') as typeof Migrator;

export type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
export const { and, asc, desc, eq, getTableColumns, gte, isNull, lt, sql } = core;
export const {
  bigint,
  boolean,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSchema,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} = tables;
export const { drizzle } = driver;
export const { migrate: applyMigrations } = migrator;

/**
 * The log-in library's adapter takes the ES modules all the same. From here on they are known for what
 * they are; so it is imported after this module, not beside it.
 */
registerHooks({
  resolve(specifier, context, next) {
    const isDrizzles = context.parentURL?.includes('/node_modules/drizzle-orm/');
    if (!isDrizzles || !/^\.\.?\/.*\.js$/.test(specifier)) return next(specifier, context);
    const { href } = new URL(specifier, context.parentURL);
    return { url: href, format: 'module', shortCircuit: true };
  },
});
