// Commands that behave like the world outside: devices that press, and many at once.
// They are programs of load-tests and speak public protocols only; what they need to know of a button
// (its key and address) is asked of the api here and handed to them.
import { join } from 'node:path';
import { findInstance, requireInstance } from '../instance/data-folder/instance-file.ts';
import { apiScript } from '../instance/programs.ts';
import { captureScript, handOver } from '../instance/run-script.ts';
import { projectFolder, readDataFolder } from '../instance/settings.ts';
import type { Command } from './command.ts';

export const press: Command = {
  name: 'press',
  takes: '[--serial S] …',
  does: 'a simulated button presses, sends its position and its sound',
  options: [
    ['--serial S', 'this button; otherwise the first one that fits'],
    ['--protocol dc09|whip', 'how it calls: by whip its sound is the press'],
    ['--encrypted', 'fails when the button has no key; one that has uses it'],
    ['--plain', 'in clear although it has one'],
    ['--lat L', 'where it is, in degrees; with --lon'],
    ['--lon L', 'the same; otherwise where its holder usually is'],
    ['--code CODE', 'two letters (SIA) or three digits (Contact ID) instead of PA'],
    ['--test', 'a test of the button, which is no call for help'],
    ['--audio FILE', 'Ogg Opus or WAV to send, over and over; otherwise a voice of our own'],
    ['--sound whip|rtp', 'the way of its sound beside dc09 (whip); rtp is SRTP'],
    ['--codec opus|pcmu|pcma', 'what the sound is sent as; otherwise what the file is'],
    ['--silent', 'no sound from a button that has it'],
    ['--seconds N', 'for how long it sends sound and position (20 with sound)'],
    ['--retry-seconds N', 'how long it waits for an acknowledgement before it sends again'],
  ],
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
  takes: '[NAME …] | --list',
  does: 'load scenarios with thresholds; fails when one is missed',
  options: [
    ['--list', 'the names of the scenarios'],
    ['--rounds N', 'how often each measures; fewer than the usual is a try-out'],
    ['--seconds N', 'how long each system is measured in a round'],
    ['--full', 'every case of the quality plan instead of the telling ones'],
  ],
  program: loadTest('load'),
  run: (args) => runScenario(args),
};

export const chaos: Command = {
  name: 'chaos',
  takes: '[NAME …] | --list',
  does: 'faults injected into processes of its own; fails when an invariant breaks',
  options: [
    ['--list', 'the names of the scenarios'],
    ['--seconds N', 'how long each presses: before, during and after the fault (30)'],
    ['--report FOLDER', 'where the report goes, as HTML and JSON'],
  ],
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
