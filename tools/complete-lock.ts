// Adds other platforms' optional binaries to package-lock.json. A lock made on one machine may lack them,
// and `npm ci` then fails on every machine. Run it after each change of dependencies:
//   npm install --package-lock-only && node tools/complete-lock.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Package = {
  version?: string;
  extraneous?: boolean;
  dev?: boolean;
  optional?: boolean;
  cpu?: string[];
  os?: string[];
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, Package> };

const file = join(import.meta.dirname, '../package-lock.json');
const platform =
  /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)/;
const exact = /^\d+\.\d+\.\d+[^\s*x^~]*$/;

const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
const packages = Object.entries(lock.packages).filter(([, entry]) => !entry.extraneous);
const known = new Map(packages);
for (const [path, entry] of packages)
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    const [, os, cpu] = platform.exec(name) ?? [];
    if (known.has(key) || known.has(`${path}/${key}`) || !os || !cpu || !exact.test(version))
      continue;
    known.set(key, {
      version,
      cpu: [cpu],
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      os: [os],
    });
  }
const sorted = [...known].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
writeFileSync(
  file,
  `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
);
