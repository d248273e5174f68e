// Who may know whom, in dependency-cruiser's own form. The picture of the product (programs, pure rules, one
// door to the database) holds only as long as no import goes around it, and nobody sees that in a review.
//
// Paths are of the project; a package is found below `node_modules/`, what Node itself brings by `core`.
import type { IRegularForbiddenRuleType } from 'dependency-cruiser';
import { programs } from './sources.ts';

export type ImportRule = IRegularForbiddenRuleType & { name: string };

const tests = '\\.test\\.ts$';

/** Tests, and what exists for them alone. */
export const testSupport = [
  tests,
  '/test-[a-z-]+\\.ts$',
  '^console/src/lib/alarms/example-alarms\\.ts$',
  '^api/src/(faults|testing)/',
  '^(media-server|shared)/src/testing/',
  '^console/(e2e/|playwright\\.config)',
  '^tools/testing/',
];

/** Alarm rules, evidence and decoders: the same answer to the same question, everywhere and for ever. */
const pure = ['^shared/src/(alarm|evidence)/', '^api/src/wires/[^/]+/decoders/'];

const others = (own: string) =>
  `^(${programs.filter((one) => one !== own && one !== 'shared').join('|')})/`;

const subjectsOfApi =
  'alarms|buttons|demo|listen-in|live|map|messages|municipality|notify|outbox|police|projections|settings|simulation|supervision|timers|wires';

const typesOnly = ['type-only', 'type-import'] as const;

const strangers = ['live', 'listen-in', 'timers', 'outbox'];

export const rules: readonly ImportRule[] = [
  forbid('no circle of files', {}, { circular: true }),
  { ...forbid('no circle of folders', {}, { circular: true }), scope: 'folder' },
  forbid(
    // An alias that leads nowhere would be an import about which no rule speaks.
    'every import leads somewhere',
    {},
    {
      couldNotResolve: true,
      // What SvelteKit and the compiler of texts make.
      pathNot: ['^\\$app/', '^\\./\\$types$', '/paraglide/'],
    },
  ),

  forbid(
    'shared imports only the schema library',
    { path: '^shared/', pathNot: [tests, '^shared/src/testing/'] },
    { pathNot: ['^shared/', npm('zod')] },
  ),
  forbid('shared knows no program', { path: '^shared/' }, { path: others('shared') }),
  forbid(
    'api knows no other program',
    { path: '^api/', pathNot: testSupport },
    { path: others('api') },
  ),
  forbid(
    'tests of the api may press simulated buttons, listen, judge from outside and start servers, nothing more',
    { path: '^api/' },
    {
      path: '^(console|media-server|load-tests)/',
      pathNot: [
        '^media-server/src/testing/test-listener\\.ts$',
        '^load-tests/src/(button|outside)/',
      ],
    },
  ),
  forbid(
    'media-server knows no other program',
    { path: '^media-server/', pathNot: testSupport },
    { path: others('media-server') },
  ),
  forbid(
    'tests of the media-server may sound like simulated buttons and use ports of their own, nothing more',
    { path: '^media-server/' },
    {
      path: others('media-server'),
      pathNot: ['^load-tests/src/button/', '^tools/(testing/ports|processes/)'],
    },
  ),
  forbid(
    'the media-server knows rooms and credentials, no people and no alarm rules',
    { path: '^media-server/' },
    { path: '^shared/src/', pathNot: '^shared/src/(listen-in/|described-error\\.ts$)' },
  ),
  forbid(
    'no program contains what exists for tests',
    { path: '^(api|shared|console|media-server)/', pathNot: testSupport },
    { path: testSupport },
  ),
  forbid(
    'console knows no other program',
    // Browser stories start the product; that is what the tool is for.
    { path: '^console/', pathNot: '^console/(e2e/|playwright\\.config)' },
    { path: others('console') },
  ),
  forbid(
    'load-tests speak public protocols only',
    { path: '^load-tests/' },
    { path: '^(api|console|media-server)/' },
  ),
  forbid('tools start programs and import none', { path: '^tools/' }, { path: others('tools') }),

  forbid(
    'what is pure takes nothing of Node but its arithmetic of keys',
    { path: pure, pathNot: tests },
    { dependencyTypes: ['core'], pathNot: '^crypto$' },
  ),
  forbid(
    'what is pure takes no package but the schema library',
    { path: pure, pathNot: tests },
    { path: 'node_modules/', pathNot: [npm('zod')] },
  ),
  forbid(
    'decoders know the words of shared and each other',
    { path: pure.filter((path) => path.startsWith('^api/')), pathNot: tests },
    { path: '^api/', pathNot: pure },
  ),

  forbid(
    'the database is opened by access/ and main.ts alone (and by the commands, each a main of its own)',
    {
      path: '^api/src/',
      pathNot: [...testSupport, '^api/src/(access|db|cli|demo)/', '^api/src/main\\.ts$'],
    },
    {
      path: ['^api/src/db/connect\\.ts$', npm('postgres')],
      dependencyTypesNot: [...typesOnly],
    },
  ),
  forbid(
    'drizzle is loaded by db/drizzle.ts alone, which does it in a tenth of the time',
    { path: '^api/', pathNot: '^api/src/db/drizzle\\.ts$' },
    { path: npm('drizzle-orm'), dependencyTypesNot: [...typesOnly] },
  ),
  forbid(
    'jobs know no work: what is repeated is told them',
    { path: '^api/src/jobs/', pathNot: tests },
    { path: `^api/src/(${subjectsOfApi}|commands|log|retention|sealing)/` },
  ),
  forbid(
    'retention knows nothing of what it erases: whoever keeps it gives the erasing',
    { path: '^api/src/retention/', pathNot: tests },
    { path: `^api/src/(${subjectsOfApi}|commands|log|sealing)/` },
  ),
  forbid(
    'a folder is opened by main.ts alone',
    { path: '^api/src/', pathNot: [...testSupport, '^api/src/main\\.ts$'] },
    {
      path: ['^api/src/[a-z-]+/open-[a-z]+', '^api/src/wires/[a-z0-9-]+/open-'],
      dependencyTypesNot: [...typesOnly],
    },
  ),
  ...strangers.map((one) =>
    forbid(
      `${one} knows nothing of ${strangers.filter((other) => other !== one).join(', ')}`,
      { path: `^api/src/${one}/`, pathNot: tests },
      { path: `^api/src/(${strangers.filter((other) => other !== one).join('|')})/` },
    ),
  ),

  forbid(
    'only lib/map knows Leaflet',
    { path: '^console/src/', pathNot: '^console/src/lib/map/' },
    { path: npm('leaflet') },
  ),
  forbid(
    'only lib/live and lib/listen-in hold a socket',
    { path: '^console/src/', pathNot: ['^console/src/lib/(live|listen-in)/', tests] },
    { path: npm('socket.io-client') },
  ),
  forbid(
    'only lib/listen-in knows mediasoup',
    { path: '^console/src/', pathNot: '^console/src/lib/listen-in/' },
    { path: npm('mediasoup-client') },
  ),
  forbid(
    'no part of the screen knows the desk that is made of it',
    { path: '^console/src/', pathNot: '^console/src/(lib/desk|routes)/' },
    { path: '^console/src/lib/desk/' },
  ),
  forbid(
    'no part of the screen knows a page',
    { path: '^console/src/lib/' },
    { path: '^console/src/routes/' },
  ),
  forbid(
    'lib/ui knows no domain',
    { path: '^console/src/lib/ui/' },
    { path: '^console/src/lib/', pathNot: '^console/src/lib/(ui|paraglide)/' },
  ),
  forbid(
    'parts of the screen know their work and not the desk, which composes them',
    { path: '^console/src/lib/', pathNot: '^console/src/lib/desk/' },
    { path: '^console/src/lib/desk/' },
  ),
];

function forbid(name: string, from: ImportRule['from'], to: ImportRule['to']): ImportRule {
  return { name, severity: 'error', from, to };
}

/** Types of a package are found in `@types` or at the package itself. */
function npm(name: string): string {
  return `node_modules/(@types/)?${name.replaceAll('.', '\\.')}/`;
}
