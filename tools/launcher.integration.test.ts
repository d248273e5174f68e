// The launcher in a folder with a space, from another folder, in an empty environment, twice at once.
// The product around it is a stub of one file, so that this costs a second: what is tested is the shell.
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectFolder } from './instance/settings.ts';

/** One package, which needs no registry. */
const stub = { name: 'stub', version: '1.0.0', dependencies: { part: 'file:part' } };
const stubLock = {
  ...stub,
  lockfileVersion: 3,
  packages: {
    '': stub,
    'node_modules/part': { resolved: 'part', link: true },
    part: { version: '1.0.0' },
  },
};

let folder: string;
let checkout: string;

beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht launcher-'));
  checkout = join(folder, 'a checkout');
  mkdirSync(join(checkout, 'tools'), { recursive: true });
  cpSync(join(projectFolder, 'achterwacht'), join(checkout, 'achterwacht'));
  cpSync(join(projectFolder, 'tools/node'), join(checkout, 'tools/node'), { recursive: true });
  mkdirSync(join(checkout, 'part'));
  writeFileSync(
    join(checkout, 'part/package.json'),
    JSON.stringify({ name: 'part', version: '1.0.0' }),
  );
  writeFileSync(join(checkout, 'package.json'), JSON.stringify(stub));
  writeFileSync(join(checkout, 'package-lock.json'), JSON.stringify(stubLock));
  writeFileSync(
    join(checkout, 'tools/run.ts'),
    `const { argv, cwd, env, version } = process;
     const report: object = { args: argv.slice(2), cwd: cwd(), caller: env.ACHTERWACHT_CWD, version };
     console.log(JSON.stringify(report));
     if (argv[3] === 'fail') process.exit(7);`,
  );
  // Node itself is fetched once for the real checkout, not again for this one.
  if (existsSync(join(projectFolder, '.tools/node'))) {
    mkdirSync(join(checkout, '.tools'));
    symlinkSync(join(projectFolder, '.tools/node'), join(checkout, '.tools/node'));
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Report = { args: string[]; cwd: string; caller: string; version: string };

/** Nothing but what a bare shell has; a Redis is named so that none is fetched. */
async function launch(...args: string[]): Promise<{ report: Report; printed: string }> {
  const { stdout, stderr } = await promisify(execFile)(join(checkout, 'achterwacht'), args, {
    cwd: folder,
    env: {
      HOME: folder,
      PATH: `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${dirname(process.execPath)}`,
      ACHTERWACHT_REDIS_BIN: '/bin/true',
    },
  });
  return { report: JSON.parse(stdout) as Report, printed: stderr };
}

test('runs the demo by default, in its own folder, remembering where the caller stands', async () => {
  const { report } = await launch();
  expect(report).toMatchObject({ args: ['demo'], cwd: checkout, caller: folder });
  expect(Number(report.version.slice(1).split('.')[0])).toBeGreaterThanOrEqual(24);
});

test('hands on every argument as it was typed, and the exit status', async () => {
  const args = ['buttons', 'import', 'a file.csv', '', '--json', '*'];
  expect((await launch(...args)).report.args).toEqual(args);
  await expect(launch('demo', 'fail')).rejects.toMatchObject({ code: 7 });
});

test('installs once: not again when nothing changed, again when a package file did', async () => {
  expect((await launch()).printed).toContain('installing packages');
  expect((await launch()).printed).toBe('');
  writeFileSync(join(checkout, 'package.json'), JSON.stringify({ ...stub, license: 'EUPL-1.2' }));
  expect((await launch()).printed).toContain('installing packages');
});

test('two starts at once install once', async () => {
  const starts = await Promise.all([launch(), launch(), launch()]);
  expect(starts.filter(({ printed }) => printed.includes('installing packages'))).toHaveLength(1);
  expect(starts.every(({ report }) => report.args[0] === 'demo')).toBe(true);
});
