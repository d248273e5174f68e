// The three ways to start: `demo` with an invented centre, `init` once and then `serve` for a real one.
// Standard output carries what was asked for (the log-ins and the ready line, which programs wait for);
// everything about getting there goes to standard error.
import type { LineSink } from '../processes/child.ts';
import { modeOf, refuseMode } from '../instance/data-folder/data-folder.ts';
import type { Layout } from '../instance/programs.ts';
import { apiEnvironment, apiScript } from '../instance/programs.ts';
import { runInstance, withDatabases, type Progress } from '../instance/run-instance.ts';
import { askPerson, handOver, runScript } from '../instance/run-script.ts';
import { readSettings, type Mode } from '../instance/settings.ts';
import { StatedProblem } from '../instance/stated-problem.ts';
import { readSwitches, type Command } from './command.ts';

const verbose = [['--verbose', 'what each program says as well']] satisfies Command['options'];

export const demo: Command = {
  name: 'demo',
  takes: '[--verbose]',
  options: verbose,
  does: 'everything on this machine, with an invented centre; prints the log-ins',
  run: (args) => start('demo', args, introduceDemo),
};

export const serve: Command = {
  name: 'serve',
  takes: '[--verbose]',
  options: verbose,
  does: 'everything on this machine, for real use; needs init first',
  run: async (args) => {
    const { dataFolder } = readSettings();
    if (modeOf(dataFolder) === undefined) {
      throw new StatedProblem(`${dataFolder} is not set up yet: run ./achterwacht init first.`);
    }
    return start('real', args, async () => undefined);
  },
};

export const init: Command = {
  name: 'init',
  takes: '[--lang en] [--answers FILE.json]',
  does: 'sets up for real use; asks what it needs, or takes it from flags or a file',
  options: [
    ['--centre NAME', 'the alarm centre'],
    ['--phone N', 'the number on which police and municipalities reach it'],
    ['--control-room REGION=N', 'the number of a control room, and after a comma a second; repeat'],
    ['--municipality NAME', 'the first municipality, as the list has it; may be left out'],
    ['--name NAME', 'the first administrator'],
    ['--email ADDRESS', 'which he logs in with'],
    ['--lang en', 'questions, errors and result in English (nl)'],
    ['--answers FILE.json', 'the same names as the flags, in a file'],
  ],
  program: apiScript('init-answers'),
  run: async (args) => {
    const settings = readSettings();
    refuseMode(settings.dataFolder, 'real');
    // Before anything is started or written: whoever stops here has changed nothing.
    const { printed, exitCode: asked } = await askPerson(apiScript('init-answers'), args);
    if (asked !== 0) return asked;
    let exitCode = 1;
    await withDatabases(settings, 'real', progressFor(false), async (layout) => {
      await runScript('migrate', layout);
      const json = args.includes('--json') ? ['--json'] : [];
      exitCode = await handOver(apiScript('init'), json, apiEnvironment(layout), printed);
      return 'done';
    });
    return exitCode;
  },
};

async function start(
  mode: Mode,
  args: string[],
  introduce: (layout: Layout) => Promise<void>,
): Promise<number> {
  const { verbose } = readSwitches(args, ['verbose']);
  const settings = readSettings();
  let isIntroduced = false;
  const introduceOnce = async (layout: Layout) => {
    if (!isIntroduced) await introduce(layout);
    isIntroduced = true;
  };
  await runInstance(settings, mode, progressFor(verbose), {
    onUsable: async (layout) => {
      await introduceOnce(layout);
      process.stdout.write(`usable ${settings.origin} (sound follows by itself)\n`);
    },
    onReady: async (layout) => {
      await introduceOnce(layout);
      process.stdout.write(`ready ${settings.origin}\n`);
    },
  });
  return 0;
}

function progressFor(isVerbose: boolean): Progress {
  return {
    print: (text) => process.stderr.write(`[achterwacht] ${text}\n`),
    onLine: isVerbose ? printLine : printUnlessChatter,
    logLevel: process.env['LOG_LEVEL'] || (isVerbose ? 'info' : 'warn'),
  };
}

const printLine: LineSink = (name, line) => {
  process.stderr.write(`[${name}] ${line}\n`);
};

/** The servers report every start and stop; their last words are shown when they end by themselves. */
const printUnlessChatter: LineSink = (name, line) => {
  if (name === 'redis') return;
  if (name === 'postgres' && /^(LOG|HINT|DETAIL|CONTEXT):/.test(line)) return;
  if (name === 'console' && line.startsWith('Listening on')) return;
  printLine(name, line);
};

type Account = { role: string; name: string; email: string; password: string; totpSecret?: string };

async function introduceDemo(layout: Layout): Promise<void> {
  const printed = await runScript('accounts', layout, ['--json']);
  const accounts = JSON.parse(printed) as Account[]; // the api's own command, its shape is fixed
  const rows = [
    ['role', 'name', 'e-mail', 'password', 'key for codes'],
    ...accounts.map(({ role, name, email, password, totpSecret }) => [
      role,
      name,
      email,
      password,
      totpSecret ?? '–',
    ]),
  ];
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  process.stdout.write(
    [
      'Achterwacht, demonstration: an invented centre, nothing leaves this machine.',
      '',
      ...table.map((line) => `  ${line}`),
      '',
      '  Log in with a code:  ./achterwacht accounts',
      '  A button presses:    ./achterwacht press',
      '  Stop:                Ctrl-C',
      '',
    ].join('\n'),
  );
}
