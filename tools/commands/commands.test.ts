import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectFolder } from '../instance/settings.ts';
import { commands } from './commands.ts';
import { helpOf } from './help.ts';

const run = join(import.meta.dirname, '../run.ts');
const emptyFolder = mkdtempSync(join(tmpdir(), 'achterwacht-commands-'));
afterAll(() => rmSync(emptyFolder, { recursive: true, force: true }));

test('every command that hands over to a program has one', () => {
  const missing = [...commands.values()].filter(({ program }) => program && !existsSync(program));
  expect(missing.map(({ name }) => name)).toEqual([]);
});

test('help names every command, with one line each', async () => {
  const { stdout, code } = await achterwacht('help');
  expect(code).toBe(0);
  for (const { name, does } of commands.values()) {
    expect(stdout).toMatch(new RegExp(`^  ${name}\\b.*${does.slice(0, 20)}`, 'm'));
  }
});

/** Where a command's arguments are read, when that is not the program itself. */
const readElsewhere: Record<string, string> = {
  press: join(projectFolder, 'load-tests/src/press/arguments.ts'),
  test: join(projectFolder, 'tools/commands/test.ts'),
  ...Object.fromEntries(
    ['kpi', 'projections', 'retention', 'settings', 'users'].map((name) => [
      name,
      join(projectFolder, `api/src/cli/as-system/use-${name}.ts`),
    ]),
  ),
};
/** An option as parseArgs declares it, or as a command of the api asks for it. */
const optionRead =
  /'?([a-z-]+)'?: \{ type: '(?:string|boolean)'|(?:option\(args,|asked\(|has\() *'(?:--)?([a-z-]+)'|includes\('--([a-z-]+)'\)/g;

test.each(
  [...commands.values()].flatMap(({ name, program }) => {
    const source = readElsewhere[name] ?? program;
    return source ? [[name, source] as const] : [];
  }),
)('%s --help names every option that is read, and no other', (name, source) => {
  const command = commands.get(name);
  if (!command) throw new Error(`there is no ${name}`);
  const read = [...readFileSync(source, 'utf8').matchAll(optionRead)]
    .map((found) => found.slice(1).find(Boolean))
    // Every command takes it, which `help` says once.
    .filter((option) => option !== 'json');
  const named = [...helpOf(command).matchAll(/--([a-z-]+)/g)].map(([, option]) => option);
  expect(new Set(named)).toEqual(new Set(read));
});

test('help names every variable that an administrator may set', async () => {
  const { stdout } = await achterwacht('help');
  const readers = ['tools/instance/settings.ts', 'api/src/config.ts', 'media-server/src/config.ts'];
  const read = readers.flatMap((reader) =>
    readFileSync(join(projectFolder, reader), 'utf8').match(/\b[A-Z]+(?:_[A-Z0-9]+)+\b/g),
  );
  const named = stdout.match(/^ {2}[A-Z0-9_]+/gm)?.map((name) => name.trim());
  expect([...new Set(read)].filter((name) => !named?.includes(name ?? '')).sort()).toEqual([
    // What the programs are told by us.
    'ACHTERWACHT_API_PORT',
    'ACHTERWACHT_CWD',
    'ACHTERWACHT_DIE_AT',
    'ACHTERWACHT_KEYS',
    'ACHTERWACHT_MEDIA_CONTROL_PORT',
    'ACHTERWACHT_MEDIA_CONTROL_URL',
    'ACHTERWACHT_MEDIA_HTTP_PORT',
    'ACHTERWACHT_MODE',
    'ACHTERWACHT_SOUND_AWAITED',
    'SUDO_USER',
  ]);
});

test('a command asked for help says what it takes, and does nothing else', async () => {
  const { stdout, code } = await achterwacht('press', '--help');
  expect(code).toBe(0);
  expect(stdout).toContain('usage: ./achterwacht press [--serial S]');
});

test.each([['nonsense'], ['demo', '--nonsense'], ['test', '--only', 'nonsense'], ['doctor', 'x']])(
  '%s %s: not understood, in one sentence, exit status 2',
  async (...args) => {
    const { stdout, stderr, code } = await achterwacht(...args);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr.trim()).not.toBe('');
    expect(stderr).not.toContain('    at ');
  },
);

test.each(['accounts', 'press', 'alarms', 'signals', 'serve'])(
  '%s without an instance: one sentence, exit status 1',
  async (name) => {
    const { stdout, stderr, code } = await achterwacht(name);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(emptyFolder);
  },
);

test('doctor says of each thing whether it is there, and how to get it', async () => {
  const { stdout } = await achterwacht('doctor', '--json');
  const findings = JSON.parse(stdout) as { name: string; isOk: boolean; fix?: string }[];
  expect(findings.length).toBeGreaterThan(8);
  expect(findings.find(({ name }) => name.startsWith('Node'))?.isOk).toBe(true);
  expect(findings.every(({ fix }) => fix)).toBe(true);
  // Of a folder in which nothing was set up yet, too.
  const centre = findings.find(({ name }) => name === 'a centre');
  expect(centre?.isOk).toBe(false);
  expect(centre?.fix).toContain('./achterwacht init');
});

function achterwacht(...args: string[]) {
  return new Promise<{ stdout: string; stderr: string; code: number }>((resolve) => {
    const env = { ...process.env, ACHTERWACHT_DATA: emptyFolder };
    execFile(process.execPath, [run, ...args], { env }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, code: error ? Number(error.code) : 0 });
    });
  });
}
