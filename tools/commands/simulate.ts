// Commands that behave like the world outside: devices that press, and many at once.
// They are programs of load-tests and speak public protocols only; what they need to know of a button
// (its key and address) is asked of the api here and handed to them.
import { join } from 'node:path';
import { findInstance, requireInstance } from '../instance/instance-file.ts';
import { apiScript } from '../instance/programs.ts';
import { captureScript, handOver } from '../instance/run-script.ts';
import { projectFolder, readDataFolder } from '../instance/settings.ts';
import type { Command } from './command.ts';

export const press: Command = {
  name: 'press',
  takes: '[--serial S] …',
  does: 'a simulated button presses: [--protocol dc09|whip] [--audio FILE] [--codec C] [--silent] [--seconds N]',
  program: loadTest('press'),
  run: async (args) => {
    const { env } = requireInstance(readDataFolder());
    const credentials = await captureScript(
      apiScript('button-credentials'),
      ['--json', ...serialIn(args), ...withSoundIn(args)],
      env,
    );
    return handOver(loadTest('press'), args, {}, credentials);
  },
};

export const load: Command = {
  name: 'load',
  takes: '[NAME] | --list',
  does: 'load scenarios with thresholds; fails when one is missed',
  program: loadTest('load'),
  run: (args) => runScenario(args),
};

export const chaos: Command = {
  name: 'chaos',
  takes: '[NAME] | --list',
  does: 'faults injected into processes of its own: [--seconds N] [--report FOLDER]',
  program: loadTest('chaos'),
  run: (args) => handOver(loadTest('chaos'), args, {}),
};

/** Scenarios start servers of their own where they need them; a running instance is offered to them. */
async function runScenario(args: string[]): Promise<number> {
  const instance = findInstance(readDataFolder());
  return handOver(loadTest('load'), args, instance?.env ?? {});
}

function loadTest(name: string): string {
  return join(projectFolder, 'load-tests/src', `${name}.ts`);
}

function serialIn(args: readonly string[]): string[] {
  const at = args.findIndex((arg) => arg === '--serial' || arg.startsWith('--serial='));
  if (at === -1) return [];
  const [name, ...value] = (args[at] ?? '').split('=');
  return [name ?? '', value.length > 0 ? value.join('=') : (args[at + 1] ?? '')];
}

/** Whoever asks for sound and names no button means one that has it. */
function withSoundIn(args: readonly string[]): string[] {
  const line = args.join(' ');
  return /--(?:audio|sound|codec)\b|--protocol[ =]whip\b/.test(line) ? ['--with-sound'] : [];
}
