import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { commands } from './commands.ts';

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
});

function achterwacht(...args: string[]) {
  return new Promise<{ stdout: string; stderr: string; code: number }>((resolve) => {
    const env = { ...process.env, ACHTERWACHT_DATA: emptyFolder };
    execFile(process.execPath, [run, ...args], { env }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, code: error ? Number(error.code) : 0 });
    });
  });
}
