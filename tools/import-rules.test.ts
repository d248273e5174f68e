import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { breachesIn, importsOf, rules } from './import-rules.ts';

const projectFolder = join(import.meta.dirname, '..');
const places = '{shared,api,console,load-tests,media-server,tools}/**/*.{ts,svelte}';
const notOurs = /(^|\/)(node_modules|build|\.svelte-kit|paraglide|test-results)\//;

const paths = globSync(places, { cwd: projectFolder }).filter((path) => !notOurs.test(path));

test('no file breaks a rule', () => {
  expect(paths.length).toBeGreaterThan(50);
  const sources = paths.map((path) => ({
    path,
    text: readFileSync(join(projectFolder, path), 'utf8'),
  }));
  expect(sources.flatMap(breachesIn)).toEqual([]);
});

/** One breach for every rule; a rule that can't be broken would be decoration. */
const breaches: [path: string, text: string][] = [
  ['api/src/outbox/x.ts', `import { eq } from 'drizzle-orm';`],
  ['shared/src/roles.ts', `import { x } from 'lodash';`],
  ['shared/src/roles.ts', `import { x } from '../../api/src/clock.ts';`],
  ['api/src/main.ts', `import { x } from '../../console/src/lib/api.ts';`],
  ['api/src/main.ts', `import { x } from '@achterwacht/load-tests';`],
  ['api/src/faults/a.test.ts', `import { x } from '../../../load-tests/src/press.ts';`],
  ['api/src/main.ts', `import { x } from './faults/device.ts';`],
  ['console/src/lib/api.ts', `const x = await import('../../../api/src/clock.ts');`],
  ['load-tests/src/press.ts', `import type { X } from '../../api/src/wires/dc09/intake.ts';`],
  ['tools/run.ts', `import { x } from '@achterwacht/api';`],
  ['media-server/src/main.ts', `import { x } from '../../tools/instance/ports.ts';`],
  ['media-server/src/a.test.ts', `import { x } from '../../tools/instance/keys.ts';`],
  ['media-server/src/rooms/room.ts', `import type { X } from '@achterwacht/shared/roles.ts';`],
  ['media-server/src/rooms/room.ts', `import { x } from '../testing/test-server.ts';`],
  ['media-server/src/ingest/whip.ts', `await transport.consume({ producerId });`],
  ['shared/src/alarm/decide.ts', `export { readFile } from 'node:fs/promises';`],
  ['api/src/wires/dc09/decoders/dc09.ts', `import { connect } from 'node:net';`],
  ['shared/src/alarm/decide.ts', `const now = Date.now();`],
  ['api/src/wires/dc09/decoders/dc09.ts', `const at = new Date();`],
  ['api/src/live/desks.ts', `import { connect, type Sql } from '../db/connect.ts';`],
  ['api/src/live/desks.ts', `import postgres from 'postgres';`],
  ['api/src/live/desks.ts', 'await sql`update alarms set open = false`;'],
  ['api/src/live/desks.ts', 'await tx.insert(alarms).values(row);'],
  ['api/src/live/desks.ts', `import { append } from '../alarms/store.ts';`],
  ['api/src/live/desks.ts', `import type { Outbox } from '../outbox/outbox.ts';`],
  ['api/src/listen-in/rooms.ts', `import { sweep } from '../timers/sweep.ts';`],
  ['api/src/timers/sweep.ts', `import { desks } from '../live/desks.ts';`],
  ['api/src/outbox/outbox.ts', `import { desks } from '../live/desks.ts';`],
  ['api/src/live/desks.ts', `const level = process.env.LOG_LEVEL;`],
  ['console/src/routes/+page.svelte', `<script lang="ts">import L from 'leaflet';</script>`],
  ['console/src/routes/+page.ts', `import { io } from 'socket.io-client';`],
  ['console/src/lib/desk/a.ts', `import { Device } from 'mediasoup-client';`],
  ['console/src/lib/listen-in/a.ts', `await navigator.mediaDevices.getUserMedia({ audio: true });`],
  ['console/src/lib/ui/Button.svelte', `<script>import { x } from '#lib/alarms/x.ts';</script>`],
];

test.each(breaches)('%s: %s is a breach', (path, text) => {
  expect(breachesIn({ path, text })).not.toEqual([]);
});

test('every rule is broken by one of these', () => {
  const told = breaches.flatMap(([path, text]) => breachesIn({ path, text })).join('\n');
  expect(rules.filter(({ rule }) => !told.includes(rule)).map(({ rule }) => rule)).toEqual([]);
});

test.each([
  ['shared/src/roles.ts', `import * as z from 'zod';`],
  ['shared/src/roles.ts', `// new Date() and process.env are for others`],
  ['shared/src/roles.test.ts', `import { test } from 'vitest';`],
  ['shared/src/alarm/decide.ts', `// never Date.now() here\nconst at = new Date(now);`],
  ['api/src/live/desks.ts', `import type { Database } from '../db/connect.ts';`],
  ['api/src/live/desks.ts', `import { iso, type Database } from '../db/connect.ts';`],
  ['api/src/wires/dc09/decoders/dc09.ts', `import { createDecipheriv } from 'node:crypto';`],
  ['api/src/db/drizzle.ts', `import { eq } from 'drizzle-orm';`],
  ['api/src/live/desks.ts', `import type { SQL } from 'drizzle-orm';`],
  ['api/src/alarms/handle-command.ts', `import { append } from './store.ts';`],
  [
    'api/src/faults/device.ts',
    `import { x } from '../../../load-tests/src/button/dc09-button.ts';`,
  ],
  ['api/src/wires/x.test.ts', `import { x } from '../../../tools/embedded/redis.ts';`],
  ['console/e2e/claim.spec.ts', `import { x } from '../../tools/testing/instance.ts';`],
] as const)('%s: %s is no breach', (path, text) => {
  expect(breachesIn({ path, text })).toEqual([]);
});

test('imports are read as written: types, renamed ones, whole modules, several lines', () => {
  const text = [
    `import type { A } from './a.ts';`,
    `import b, { type C, d as e } from '@achterwacht/shared/alarm/state.ts';`,
    `import * as f from 'drizzle-orm/pg-core';`,
    `const g = await import('#lib/map/map.ts');`,
  ].join('\n');
  expect(importsOf({ path: 'api/src/live/x.ts', text })).toEqual([
    { target: 'api/src/live/a.ts', names: ['A'], isTypeOnly: true },
    { target: 'shared/src/alarm/state.ts', names: ['default', 'd'], isTypeOnly: false },
    { target: 'drizzle-orm', names: ['*'], isTypeOnly: false },
    { target: 'console/src/lib/map/map.ts', names: ['*'], isTypeOnly: false },
  ]);
});
