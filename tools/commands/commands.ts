// Every word that may follow `./achterwacht`, in the order in which `help` lists them.
import { askApi } from './ask-api.ts';
import type { Command } from './command.ts';
import { doctor } from './doctor.ts';
import { helpText } from './help.ts';
import { chaos, load, press } from './simulate.ts';
import { demo, init, serve } from './start.ts';
import { test } from './test.ts';

const help: Command = {
  name: 'help',
  does: 'this list',
  run: async () => {
    process.stdout.write(helpText(everyCommand));
    return 0;
  },
};

const everyCommand: readonly Command[] = [
  demo,
  init,
  serve,
  test,
  doctor,
  askApi({ name: 'accounts', does: 'log-ins of the demonstration' }),
  askApi({
    name: 'buttons',
    takes: 'import FILE.csv',
    does: 'takes buttons from a CSV file; twice is once',
  }),
  press,
  askApi({
    name: 'signals',
    takes: '[--since ISO]',
    does: 'every recorded signal, refused ones too',
    options: [['--since ISO', 'only those received from this moment on, as 2026-11-21T20:15:00Z']],
  }),
  askApi({
    name: 'alarms',
    takes: '[--open]',
    does: 'alarms and where they stand',
    options: [['--open', 'without those that are closed']],
  }),
  askApi({
    name: 'events',
    takes: 'ALARM',
    does: 'the log of one alarm, hashes included; ALARM is its number or its id',
  }),
  askApi({ name: 'verify-log', does: 'checks the hash chains of the log' }),
  askApi({ name: 'outbox', does: 'what still has to go out, and what failed' }),
  askApi({
    name: 'retention',
    takes: '[--harmless DAYS] [--real DAYS|never] …',
    does: 'how long what is kept, and sets it',
    options: [
      [
        '--harmless DAYS',
        'sound of harmless alarms and tests: erased so many days after they are closed',
      ],
      ['--real DAYS|never', 'real ones the same'],
      ['--content DAYS|never', 'what was said of harmless alarms and tests the same'],
      ['--real-content DAYS|never', 'what was said of real ones the same'],
      ['--looks DAYS', 'who looked at what: erased so many days later, five years at least'],
      [
        '--messages DAYS',
        'what stood in messages that belong to no alarm: erased so many days later',
      ],
      [
        '--sheets DAYS',
        "a person's sheet that nothing was lent by: emptied so many days after its last change",
      ],
      ['--proof DAYS', 'a line for each thing that was erased by itself in so many days'],
      ['--centre NAME', 'of this centre instead of the default one'],
    ],
  }),
  askApi({
    name: 'erase',
    takes: 'ALARM [--reason request] | --restored',
    does: 'erases what was said of one alarm; its log stays whole',
    options: [
      ['ALARM', 'its number or its id; closed, and a harmless one or a test'],
      ['--reason request', 'any closed alarm: somebody it is about asked for it'],
      ['--restored', 'whatever was ever erased once more, in a database that was put back'],
    ],
  }),
  askApi({
    name: 'settings',
    takes: '[get KIND | set KIND JSON]',
    does: 'what the centre runs by: whom to page, times, webhook, and sets it',
    options: [
      ['get KIND', 'one of them, as JSON'],
      [
        'set KIND JSON',
        'from now on, in every process; - instead of JSON reads it from standard input',
      ],
      ['--centre NAME', 'of this centre instead of the default one'],
    ],
  }),
  askApi({
    name: 'users',
    takes: '[show | invite | suspend | restore | end | end-sessions | reset-factor] [WHO]',
    does: 'who may log in, for emergencies and scripts; WHO is a mail address or an id',
    options: [
      ['--search WORDS', 'of the list: any part of name or mail address'],
      ['--status STATUS', 'of the list: only invited, active, suspended or ended'],
      ['invite', 'prints a link that works once; with the next four'],
      ['--name NAME', 'of whoever is invited'],
      ['--email ADDRESS', 'the same'],
      ['--role ROLE', 'the same'],
      ['--municipality NAME', 'the same, of a role that belongs to one'],
      ['--centre NAME', 'of this centre instead of the default one'],
      ['--reason WORDS', 'why somebody is suspended or leaves'],
      ['reset-factor WHO', 'prints a code of fifteen minutes for whoever lost his second factor'],
      ['--seen HOW', 'how you saw that it is he: in-person, document-on-video, known-colleague'],
    ],
  }),
  askApi({
    name: 'kpi',
    takes: '[--from D --to D] [--recompute]',
    does: 'how quickly alarms were taken, and whether the log says the same',
    options: [
      ['--from D', 'from this day on, as 2026-11-21; a year before --to where it is not given'],
      ['--to D', 'up to and including this day; today where it is not given'],
      ['--profile NAME', 'against this norm: en-50518-hold-up or bs-8484-2016'],
      ['--recompute', 'folds the log anew, prints that, and fails where the projection differs'],
    ],
  }),
  askApi({
    name: 'projections',
    takes: '[--compare NAME]',
    does: 'how far what is folded from the log is, and whether it is what the log says',
    options: [['--compare NAME', 'folds the log anew beside it and names every row that differs']],
  }),
  askApi({
    name: 'map',
    takes: '[import FILE.pmtiles]',
    does: 'a map that needs no internet checked and taken into use; which one is',
  }),
  load,
  chaos,
  help,
];

export const commands: ReadonlyMap<string, Command> = new Map(
  everyCommand.map((command) => [command.name, command]),
);
