import { expect, test } from 'vitest';
import { doors, forbiddenIn, forbiddenWords } from './forbidden-words.ts';
import { readSources } from './sources.ts';

const sources = readSources();

test('no source says what its place must not say', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap(forbiddenIn)).toEqual([]);
});

/** One breach for every rule; a rule that can't be broken would be decoration. */
const breaches: [path: string, text: string][] = [
  ['shared/src/alarm/decide.ts', `const now = Date.now();`],
  ['shared/src/evidence/chain.ts', `const salt = Math.random();`],
  ['api/src/wires/dc09/decoders/dc09.ts', `const at = new Date();`],
  ['api/src/live/desks/desks.ts', `const level = process.env.LOG_LEVEL;`],
  ['media-server/src/main.ts', `const level = process.env.LOG_LEVEL;`],
  ['api/src/live/desks/desks.ts', 'await sql`update alarms set open = false`;'],
  ['api/src/demo/seed.ts', 'await db.insert(buttons).values(made);'],
  ['load-tests/src/press.ts', 'await sql`delete from\n  log.events`;'],
  ['api/src/live/desks/desks.ts', 'await tx.insert(alarms).values(row);'],
  [
    'api/src/cli/as-system/use-retention.ts',
    'await sql`update centres set harmless_sound_days = 1`;',
  ],
  ['api/src/live/desks/desks.ts', `import { append } from '../log/append.ts';`],
  ['api/src/alarms/press/to-alarm.ts', `await fetch(gateway, { method: 'POST' });`],
  ['api/src/cli/init.ts', `until.toLocaleDateString('nl', { dateStyle: 'long' });`],
  ['console/src/lib/time/format.ts', `new Intl.DateTimeFormat('nl-NL', { timeStyle: 'short' });`],
  ['console/src/lib/time/format.ts', `const offset = moment.getTimezoneOffset();`],
  ['shared/src/kpi/at.ts', `const hour = moment.getHours();`],
  ['media-server/src/ingest/whip.ts', `await transport.consume({ producerId });`],
  ['console/src/lib/listen-in/a.ts', `await navigator.mediaDevices.getUserMedia({ audio: true });`],
  [
    'console/src/lib/listen-in/Sound.svelte',
    `<script lang="ts">\nawait transport.produce({ track });\n</script>`,
  ],
];

test.each(breaches)('%s: %s is a breach', (path, text) => {
  expect(forbiddenIn({ path, text })).toHaveLength(1);
});

test.each(doors)('%s is a door, and asks', (door) => {
  const files = sources.filter(({ path }) => new RegExp(`^api/src/${door}\\.ts$`).test(path));
  expect(files.some(({ text }) => text.includes('mustBeOutsideTransaction('))).toBe(true);
});

test('every rule is broken by one of these, and speaks of files that are there', () => {
  const told = breaches.flatMap(([path, text]) => forbiddenIn({ path, text })).join('\n');
  const idle = forbiddenWords.filter(
    ({ rule, files, except }) =>
      !told.includes(rule) ||
      [files, except].some((those) => those && !sources.some(({ path }) => those.test(path))),
  );
  expect(idle.map(({ rule }) => rule)).toEqual([]);
});

test.each([
  ['shared/src/roles.ts', `const at = new Date();`],
  ['shared/src/alarm/decide.ts', `// never Date.now() here\nconst at = new Date(now);`],
  ['api/src/cli/init.ts', `new Intl.DateTimeFormat('nl', {\n  timeZone,\n  dateStyle: 'long' });`],
  ['api/src/config.ts', `const level = process.env.LOG_LEVEL;`],
  ['api/src/commands/handle.ts', `import { append } from '../log/append.ts';`],
  ['api/src/alarms/commands/look-up.ts', `import { findAlarm } from '../row/alarm-row.ts';`],
] as const)('%s: %s is no breach', (path, text) => {
  expect(forbiddenIn({ path, text })).toEqual([]);
});
