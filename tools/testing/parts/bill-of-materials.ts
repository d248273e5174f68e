// All that the product is made of and that others wrote, as CycloneDX: from the lock file, because that is what is installed
// everywhere. `npm sbom` would be less work and leaves out what workspaces need of what they need: a third was there.
import { isOfOthers, neededBy, shippedPaths, type Lock, type LockEntry } from './lock.ts';

type Component = {
  type: 'library';
  'bom-ref': string;
  name: string;
  version: string;
  purl: string;
  /** `excluded`: it builds or tests, and reaches no machine where people work. */
  scope: 'required' | 'excluded';
  hashes?: { alg: string; content: string }[];
  licenses?: [{ expression: string }] | [{ license: { name: string } }];
};
type BillOfMaterials = {
  bomFormat: 'CycloneDX';
  specVersion: '1.6';
  serialNumber: string;
  version: 1;
  metadata: { timestamp: string; component: object };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
};

type Made = { at: Date; id: string; version: string };

export function billOfMaterials(lock: Lock, { at, id, version }: Made): BillOfMaterials {
  const shipped = shippedPaths(lock);
  const paths = Object.keys(lock.packages).filter((path) => !lock.packages[path]?.link);
  const others = paths.filter(isOfOthers);
  const product = { type: 'application', 'bom-ref': 'product', name: 'achterwacht', version };
  const needs = (path: string) =>
    neededBy(lock, path, !isOfOthers(path)).flatMap(({ found }) => found ?? []);
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${id}`,
    version: 1,
    metadata: { timestamp: at.toISOString(), component: product },
    components: others.map((path) => componentOf(path, lock.packages[path] ?? {}, shipped)),
    dependencies: [
      {
        ref: 'product',
        dependsOn: unique(
          paths
            .filter((path) => !isOfOthers(path))
            .flatMap((path) => needs(path).filter(isOfOthers)),
        ),
      },
      ...others.map((path) => ({ ref: path, dependsOn: unique(needs(path)) })),
    ],
  };
}

/** What makes such a list worth nothing: what is needed and not there, and what cannot be told from something else. */
export function faultsOf({ components, dependencies }: BillOfMaterials, lock: Lock): string[] {
  const known = new Set(components.map((component) => component['bom-ref']));
  const isOfOtherMachines = (ref: string) => lock.packages[ref]?.optional === true;
  const missing = Object.keys(lock.packages).flatMap((path) =>
    neededBy(lock, path, !isOfOthers(path))
      .filter(({ found, isOptional }) => found === undefined && !isOptional)
      .map(({ name }) => `${path || 'the root'} needs ${name}, which is not in the lock file`),
  );
  const nameless = components.flatMap((component) => {
    const ref = component['bom-ref'];
    if (component.version === '') return [`${ref} has no version`];
    if (!component.hashes && !isOfOtherMachines(ref)) return [`${ref} has no hash`];
    return [];
  });
  const astray = dependencies.flatMap(({ ref, dependsOn }) =>
    dependsOn.filter((one) => isOfOthers(one) && !known.has(one)).map((one) => `${ref}: ${one}?`),
  );
  return [...missing, ...nameless, ...astray];
}

function componentOf(path: string, entry: LockEntry, shipped: ReadonlySet<string>): Component {
  const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const version = entry.version ?? '';
  const [, algorithm, digest] = /^(sha\d+)-(.+)$/.exec(entry.integrity ?? '') ?? [];
  return {
    type: 'library',
    'bom-ref': path,
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    scope: shipped.has(path) ? 'required' : 'excluded',
    ...(algorithm &&
      digest && {
        hashes: [
          {
            alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
            content: Buffer.from(digest, 'base64').toString('hex'),
          },
        ],
      }),
    ...(entry.license && { licenses: licensesOf(entry.license) }),
  };
}

/** As SPDX says it, or in words of its own. */
function licensesOf(license: string): NonNullable<Component['licenses']> {
  return /^[\w.+()-]+( (AND|OR|WITH) [\w.+()-]+)*$/.test(license)
    ? [{ expression: license }]
    : [{ license: { name: license } }];
}

const unique = (refs: string[]): string[] => [...new Set(refs)];
