import { expect, test } from 'vitest';
import { readAudit } from './advisories.ts';
import { billOfMaterials, faultsOf } from './bill-of-materials.ts';
import { advisoriesOutcome } from '../checks/of-others.ts';
import { readLock, shippedPaths, type Lock } from './lock.ts';

const made = { at: new Date('2026-11-30T12:00:00Z'), id: 'an-id', version: '0.1.0' };
const hash = { integrity: `sha512-${Buffer.alloc(64, 7).toString('base64')}`, license: 'MIT' };
const lock: Lock = {
  packages: {
    '': { name: 'achterwacht', version: '0.1.0', devDependencies: { tester: '1.0.0' } },
    shared: { version: '0.1.0' },
    api: { version: '0.1.0', dependencies: { '@a/server': '1.0.0', '@achterwacht/shared': '*' } },
    console: { version: '0.1.0', devDependencies: { drawn: '1.0.0' } },
    'node_modules/@achterwacht/shared': { link: true, resolved: 'shared' },
    'node_modules/@a/server': { version: '1.0.0', dependencies: { deep: '2.0.0' }, ...hash },
    'node_modules/@a/server/node_modules/deep': { version: '2.0.0', ...hash },
    'node_modules/deep': { version: '1.0.0', ...hash },
    'node_modules/drawn': { version: '1.0.0', ...hash },
    'node_modules/tester': { version: '1.0.0', dependencies: { deep: '1.0.0' }, ...hash },
  },
};

test('what is shipped is what programs depend on, to the end, and what pages are built of', () => {
  expect([...shippedPaths(lock)].toSorted()).toEqual([
    'api',
    'console',
    'media-server',
    'node_modules/@a/server',
    'node_modules/@a/server/node_modules/deep',
    'node_modules/drawn',
    'shared',
  ]);
});

test('every package is told by name, version, hash and licence, and who needs which of two', () => {
  const { components, dependencies } = billOfMaterials(lock, made);
  expect(components).toHaveLength(5);
  expect(components[0]).toEqual({
    type: 'library',
    'bom-ref': 'node_modules/@a/server',
    name: '@a/server',
    version: '1.0.0',
    purl: 'pkg:npm/%40a/server@1.0.0',
    scope: 'required',
    hashes: [{ alg: 'SHA-512', content: '07'.repeat(64) }],
    licenses: [{ expression: 'MIT' }],
  });
  const needs = (ref: string) => dependencies.find((one) => one.ref === ref)?.dependsOn;
  expect(needs('node_modules/@a/server')).toEqual(['node_modules/@a/server/node_modules/deep']);
  expect(needs('node_modules/tester')).toEqual(['node_modules/deep']);
});

test('of this product the list is whole', () => {
  const own = readLock();
  const bill = billOfMaterials(own, made);
  expect(faultsOf(bill, own)).toEqual([]);
  const shipped = bill.components.filter(({ scope }) => scope === 'required');
  expect(shipped.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['fastify', '@better-auth/core', 'mediasoup', 'svelte', 'leaflet']),
  );
  expect(shipped.map(({ name }) => name)).not.toContain('vitest');
});

test('a list with a hole in it says where', () => {
  const { 'node_modules/drawn': drawn, ...others } = lock.packages;
  const broken = {
    packages: {
      ...others,
      'node_modules/tester': { version: '1.0.0', dependencies: { gone: '1' } },
    },
  };
  expect(drawn).toBeDefined();
  expect(faultsOf(billOfMaterials(broken, made), broken)).toEqual([
    'console needs drawn, which is not in the lock file',
    'node_modules/tester needs gone, which is not in the lock file',
    'node_modules/tester has no hash',
  ]);
});

const audit = (severity: string, path: string) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: {
      deep: { severity, nodes: [path], via: [{ title: 'is open', url: 'https://a.example/1' }] },
    },
  });
const server = 'node_modules/@a/server/node_modules/deep';
const text = (severity: string) => `deep (${severity}): is open https://a.example/1`;
const nothing = () => undefined;

test.each([
  ['high', server, [text('high')], []],
  ['critical', server, [text('critical')], []],
  ['moderate', server, [], [text('moderate')]],
  ['high', 'node_modules/deep', [], [text('high')]],
])('of %s in %s: red or told', (severity, path, serious, further) => {
  const advisories = readAudit(audit(severity, path), shippedPaths(lock));
  expect(advisories).toEqual({ status: 'answered', serious, further });
  const { failed, passed, tests } = advisoriesOutcome(advisories, nothing);
  expect([failed, passed]).toEqual(serious.length > 0 ? [1, 0] : [0, 1]);
  expect(tests[0]?.why ?? '').toBe(serious.join('; '));
});

test.each([
  '',
  '<html>',
  '{"message":"405 Method Not Allowed","error":{"summary":"","detail":""}}',
])(
  'a registry that does not answer (%s) is a skip that is counted and named, and no failure',
  (printed) => {
    const said: string[] = [];
    const advisories = readAudit(printed, shippedPaths(lock));
    const { failed, passed, skipped, tests } = advisoriesOutcome(advisories, (line) =>
      said.push(line),
    );
    expect([failed, passed, skipped]).toEqual([0, 0, 1]);
    expect(tests[0]?.why).toMatch(/^the registry does not answer: ./);
    expect(said).toHaveLength(1);
  },
);
