import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { importBreaches } from './import-breaches.ts';
import { rules, testSupport } from './import-rules.ts';
import { readSources } from './sources.ts';

type Example = readonly [from: string, to: string, as?: 'type'];

/** Examples of breaches of every rule; a rule that can't be broken would be decoration. */
const breaches: Record<string, Example[]> = {
  'every import leads somewhere': [
    ['api/src/map/a.ts', 'nowhere-at-all'],
    ['console/src/lib/plan/a.ts', '#lib/nowhere.ts'],
  ],
  'shared imports only the schema library': [
    ['shared/src/roles.ts', 'fastify'],
    ['shared/src/roles.ts', 'node:net'],
    ['shared/src/roles.ts', 'pino', 'type'],
  ],
  'shared knows no program': [
    ['shared/src/roles.ts', 'api/src/clock.ts'],
    ['shared/src/a.test.ts', 'tools/embedded/redis.ts'],
  ],
  'api knows no other program': [
    ['api/src/main.ts', 'console/src/lib/api.ts'],
    ['api/src/main.ts', '@achterwacht/load-tests/src/press.ts'],
  ],
  'tests of the api may press simulated buttons, listen, judge from outside and start servers, nothing more':
    [['api/src/faults/a.test.ts', 'load-tests/src/press.ts']],
  'media-server knows no other program': [['media-server/src/main.ts', 'tools/instance/ports.ts']],
  'tests of the media-server may sound like simulated buttons and use ports of their own, nothing more':
    [['media-server/src/a.test.ts', 'tools/instance/data-folder/keys.ts']],
  'the media-server knows rooms and credentials, no people and no alarm rules': [
    ['media-server/src/rooms/room.ts', '@achterwacht/shared/roles.ts', 'type'],
  ],
  'no program contains what exists for tests': [
    ['api/src/main.ts', 'api/src/testing/instance/device.ts'],
    ['media-server/src/rooms/room.ts', 'media-server/src/testing/test-server.ts'],
    ['console/src/routes/+page.ts', '@achterwacht/shared/testing/given.ts'],
  ],
  'console knows no other program': [
    ['console/src/lib/api.ts', 'api/src/clock.ts'],
    ['console/src/routes/+page.svelte', 'api/src/clock.ts', 'type'],
  ],
  'load-tests speak public protocols only': [
    ['load-tests/src/press.ts', 'api/src/clock.ts', 'type'],
  ],
  'tools start programs and import none': [['tools/run.ts', '@achterwacht/api/src/clock.ts']],
  'what is pure takes nothing of Node but its arithmetic of keys': [
    ['api/src/wires/dc09/decoders/dc09.ts', 'node:net'],
    ['shared/src/alarm/decide.ts', 'node:fs/promises'],
  ],
  'what is pure takes no package but the schema library': [
    ['api/src/wires/dc09/decoders/dc09.ts', 'ioredis'],
    ['shared/src/evidence/chain.ts', 'postgres'],
  ],
  'decoders know the words of shared and each other': [
    ['api/src/wires/dc09/decoders/dc09.ts', 'api/src/db/schema.ts', 'type'],
  ],
  'the database is opened by access/ and main.ts alone (and by the commands, each a main of its own)':
    [
      ['api/src/live/desks/desks.ts', 'api/src/db/connect.ts'],
      ['api/src/live/desks/desks.ts', 'postgres'],
    ],
  'drizzle is loaded by db/drizzle.ts alone, which does it in a tenth of the time': [
    ['api/src/outbox/outbox.ts', 'drizzle-orm'],
    ['api/src/outbox/outbox.ts', 'drizzle-orm/pg-core'],
  ],
  'jobs know no work: what is repeated is told them': [
    ['api/src/jobs/open-jobs.ts', 'api/src/timers/sweep.ts', 'type'],
  ],
  'retention knows nothing of what it erases: whoever keeps it gives the erasing': [
    ['api/src/retention/open-retention.ts', 'api/src/listen-in/rooms.ts', 'type'],
  ],
  'a folder is opened by main.ts alone': [
    ['api/src/live/desks/desks.ts', 'api/src/police/open-police.ts'],
    ['api/src/folder.ts', 'api/src/wires/dc09/open-dc09.ts'],
  ],
  'live knows nothing of listen-in, timers, outbox': [
    ['api/src/live/desks/desks.ts', 'api/src/outbox/outbox.ts', 'type'],
  ],
  'listen-in knows nothing of live, timers, outbox': [
    ['api/src/listen-in/rooms.ts', 'api/src/timers/sweep.ts'],
  ],
  'timers knows nothing of live, listen-in, outbox': [
    ['api/src/timers/sweep.ts', 'api/src/live/feed/canary.ts'],
  ],
  'outbox knows nothing of live, listen-in, timers': [
    ['api/src/outbox/outbox.ts', 'api/src/live/feed/canary.ts'],
  ],
  'only lib/map knows Leaflet': [['console/src/routes/+page.svelte', 'leaflet']],
  'only lib/live and lib/listen-in hold a socket': [
    ['console/src/routes/+page.ts', 'socket.io-client'],
  ],
  'only lib/listen-in knows mediasoup': [['console/src/lib/desk/a.ts', 'mediasoup-client']],
  'no part of the screen knows the desk that is made of it': [
    ['console/src/lib/queue/Queue.svelte', '#lib/desk/desk-state.ts', 'type'],
  ],
  'no part of the screen knows a page': [
    ['console/src/lib/queue/Queue.svelte', 'console/src/routes/words.ts'],
  ],
  'lib/ui knows no domain': [['console/src/lib/ui/Button.svelte', '#lib/plan/a.ts', 'type']],
  'parts of the screen know their work and not the desk, which composes them': [
    ['console/src/lib/plan/Plan.svelte', '#lib/desk/a.ts', 'type'],
  ],
};

/** Each imports the next, and the last the first. */
const circles: string[][] = [
  ['api/src/live/circle-a.ts', 'api/src/live/circle-b.ts'],
  ['api/src/live/longer-a.ts', 'api/src/live/longer-b.ts', 'api/src/live/longer-c.ts'],
  ['console/src/lib/plan/Circle.svelte', 'console/src/lib/plan/circle.ts'],
  ['tools/instance/circle.test.ts', 'tools/testing/circle.ts'],
];

const allowed: Example[] = [
  ['shared/src/closed.ts', 'zod'],
  ['shared/src/closed.test.ts', 'vitest'],
  ['api/src/live/feed/canary.ts', 'api/src/db/connect.ts', 'type'],
  ['api/src/live/feed/canary.ts', 'api/src/db/iso.ts'],
  ['api/src/live/feed/canary.ts', 'drizzle-orm', 'type'],
  ['api/src/db/drizzle.ts', 'drizzle-orm'],
  ['api/src/wires/dc09/decoders/frame.ts', 'node:crypto'],
  ['api/src/wires/dc09/decoders/frame.ts', '@achterwacht/shared/closed.ts'],
  ['api/src/testing/instance/device.ts', 'load-tests/src/button/dc09-button.ts'],
  ['api/src/wires/x.test.ts', 'tools/embedded/redis.ts'],
  ['console/e2e/claim.spec.ts', 'tools/testing/instance.ts'],
  ['console/src/lib/plan/Plan.svelte', '#lib/plan/steps.ts'],
  ['console/src/routes/console/+page.svelte', '#lib/desk/desk-state.ts'],
];

const found = await importBreaches(
  sourcesOf([
    ...Object.values(breaches).flat(),
    ...circles.flatMap((circle) =>
      circle.map((file, at): Example => [file, circle[(at + 1) % circle.length] ?? file, 'type']),
    ),
    ...allowed,
  ]),
  rules,
);

const examples = Object.entries(breaches).flatMap(([rule, those]) =>
  those.map(([from, to]) => ({ rule, from, to })),
);

test.each(examples)('$rule: $from does not import $to', ({ rule, from, to }) => {
  const told = found.filter((breach) => breach.rule === rule && breach.from === from);
  expect(told.some((breach) => isSame(breach.to, to))).toBe(true);
});

test.each(circles)('no circle of files: %s, %s', (...files) => {
  const told = found.filter(({ rule }) => rule === 'no circle of files');
  expect(told.map(({ circle }) => circle?.toSorted())).toContainEqual(files.toSorted());
});

test('no circle of folders, through whichever of their files', async () => {
  const sources = sourcesOf([
    ['api/src/people/a.ts', 'api/src/plans/b.ts', 'type'],
    ['api/src/plans/part/c.ts', 'api/src/people/d.ts'],
    // Whatever lies in a folder is one place with it.
    ['api/src/logger.ts', 'api/src/people/a.ts'],
    ['api/src/people/a.ts', 'api/src/clock.ts'],
    // A test uses its neighbours, and they theirs.
    ['api/src/http/health.test.ts', 'api/src/people/a.ts'],
    ['api/src/people/a.test.ts', 'api/src/http/health.ts'],
  ]);
  const told = await importBreaches(sources, rules);
  expect(told.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)).toEqual([
    'no circle of folders: api/src/people → api/src/plans',
    'no circle of folders: api/src/plans → api/src/people',
  ]);
});

test('every rule is broken by an example, and nothing else is a breach', () => {
  const ofCircles = ['no circle of files', 'no circle of folders'];
  expect(rules.map(({ name }) => name)).toEqual([...ofCircles, ...Object.keys(breaches)]);
  const others = found.filter(
    ({ rule, from, to }) =>
      !ofCircles.includes(rule) &&
      !examples.some((example) => example.from === from && isSame(to, example.to)),
  );
  expect(others).toEqual([]);
});

test('a rule speaks of files that are there, and so does each of its exceptions', () => {
  const paths = readSources().map(({ path }) => path);
  const patterns = rules
    .flatMap(({ from, to }) => [from.path, from.pathNot, to.path, to.pathNot])
    .flatMap((pattern) => pattern ?? [])
    .concat(testSupport)
    .filter((pattern) => /^\^[a-z(]/.test(pattern) && pattern !== '^crypto$');
  expect(patterns.length).toBeGreaterThan(30);
  const astray = patterns.filter(
    (pattern) => !paths.some((path) => new RegExp(pattern).test(path)),
  );
  expect([...new Set(astray)]).toEqual([]);
});

/** Sources that import what the examples say, and what they import. */
function sourcesOf(examples: readonly Example[]) {
  const texts = new Map<string, string>();
  for (const [from, to, as] of examples) {
    const isOurs = /^(shared|api|console|load-tests|media-server|tools)\//.test(to);
    const specifier = isOurs ? relative(from, to) : to;
    const line = as
      ? `import type { X } from '${specifier}';`
      : `export { x } from '${specifier}';`;
    texts.set(from, `${texts.get(from) ?? ''}${line}\n`);
    const target = isOurs ? to : targetOf(to);
    if (target && !texts.has(target)) texts.set(target, '');
  }
  return [...texts].map(([path, text]) => ({
    path,
    text: path.endsWith('.svelte') ? `<script lang="ts">\n${text}</script>\n<p>x</p>` : text,
  }));
}

function relative(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

/** The file that an alias stands for; null for a package, and for what is nowhere. */
function targetOf(specifier: string): string | null {
  if (specifier.includes('nowhere')) return null;
  return (
    specifier
      .replace(/^#lib\//, 'console/src/lib/')
      .replace(/^@achterwacht\/shared\//, 'shared/src/')
      .replace(/^@achterwacht\//, '')
      .replace(/^[^/]*$|^drizzle-orm\/.*|^node:.*/, '') || null
  );
}

function isSame(resolved: string, target: string): boolean {
  const path = targetOf(target);
  if (path) return resolved === path;
  const name = target.replace(/^node:/, '').replace(/^drizzle-orm\/.*/, 'drizzle-orm');
  return (
    resolved === name ||
    resolved === target ||
    new RegExp(`node_modules/(@types/)?${name}/`).test(resolved)
  );
}
