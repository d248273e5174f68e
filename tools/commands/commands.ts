// Every word that may follow `./achterwacht`, in the order in which `help` lists them.
import { askApi } from './ask-api.ts';
import type { Command } from './command.ts';
import { doctor } from './doctor.ts';
import { chaos, load, press } from './simulate.ts';
import { demo, init, serve } from './start.ts';
import { test } from './test.ts';

const help: Command = {
  name: 'help',
  does: 'this list',
  run: async () => {
    process.stdout.write(helpText());
    return 0;
  },
};

const everyCommand: readonly Command[] = [
  demo,
  init,
  serve,
  test,
  doctor,
  askApi('accounts', 'log-ins of the demonstration'),
  askApi('buttons', 'takes buttons from a CSV file: buttons import FILE.csv', 'import FILE.csv'),
  press,
  askApi('signals', 'every recorded signal, refused ones too', '[--since ISO]'),
  askApi('alarms', 'alarms and where they stand', '[--open]'),
  askApi('events', 'the log of one alarm, hashes included', 'ALARM'),
  askApi('verify-log', 'checks the hash chains of the log'),
  askApi('outbox', 'what still has to go out, and what failed'),
  askApi(
    'retention',
    'how long sound is kept, and sets it',
    '[--harmless DAYS] [--real DAYS|never]',
  ),
  load,
  chaos,
  help,
];

export const commands: ReadonlyMap<string, Command> = new Map(
  everyCommand.map((command) => [command.name, command]),
);

/** For `./achterwacht NAME --help`. */
export function helpOf({ name, takes, does }: Command): string {
  const usage = ['usage: ./achterwacht', name, takes].filter(Boolean).join(' ');
  return `${usage}\n\n${does}\n`;
}

function helpText(): string {
  const usages = everyCommand.map(({ name, takes }) => [name, takes].filter(Boolean).join(' '));
  const width = Math.max(...usages.map((usage) => usage.length));
  const lines = everyCommand.map(({ does }, index) => `  ${usages[index]?.padEnd(width)}  ${does}`);
  return [
    'Achterwacht: alarm centre for people who carry a personal alarm button.',
    '',
    'usage: ./achterwacht [COMMAND]     without a command: demo',
    '',
    ...lines,
    '',
    'All take --json where they print something, and exit with 0 when the thing asked was done.',
    'Variables: ACHTERWACHT_PORT (8080), ACHTERWACHT_DC09_PORT (12009), ACHTERWACHT_DATA (./data),',
    'ACHTERWACHT_BIND (127.0.0.1), ACHTERWACHT_ORIGIN, DATABASE_URL, DATABASE_OWNER_URL, REDIS_URL.',
    '',
  ].join('\n');
}
