// What `./achterwacht help` and `./achterwacht NAME --help` print. A test compares the options with what
// each program reads, and the variables with what the settings know (commands.test.ts).
import type { Command, Explained } from './command.ts';

/** What an administrator may set; the programs' own are set by us and stand nowhere here. */
const variables: readonly Explained[] = [
  ['ACHTERWACHT_PORT', 'pages, api, sound signalling: the one origin (8080)'],
  ['ACHTERWACHT_BIND', 'address to listen on (127.0.0.1)'],
  ['ACHTERWACHT_ORIGIN', 'address as browsers see it, when something stands in front'],
  ['ACHTERWACHT_DATA', 'folder for databases, recordings and keys (./data)'],
  ['ACHTERWACHT_DC09_PORT', 'devices, TCP and UDP (12009)'],
  ['ACHTERWACHT_MEDIA_PORT', 'WebRTC, UDP and TCP: one port a worker, from here upwards (20044)'],
  ['ACHTERWACHT_MEDIA_WORKERS', 'how many workers carry sound (one a processor, at most 4)'],
  ['ACHTERWACHT_RTP_PORTS', 'RTP and SRTP from device gateways (20100-20299)'],
  ['ACHTERWACHT_ANNOUNCED_ADDRESS', 'address that devices and desks send their sound to'],
  ['DATABASE_URL', 'a Postgres of your own, as role achterwacht_app; with the next one'],
  ['DATABASE_OWNER_URL', 'the same database as role achterwacht_owner, for migrations'],
  ['DATABASE_SYSTEM_URL', 'the same as role achterwacht_system (made by the migrations)'],
  ['DATABASE_PUBLIC_URL', 'the same as role achterwacht_public (made by the migrations)'],
  ['REDIS_URL', 'a Redis or Valkey of your own'],
  ['ACHTERWACHT_ADDRESS_SEARCH_URL', 'a register of addresses (PDOK); without it they are typed'],
  ['ACHTERWACHT_ADDRESS_NEAR_URL', 'the same, told where an alarm is; without it: known places'],
  ['ACHTERWACHT_MONITORING_TOKEN', 'lets a monitor elsewhere read /metrics and all of /readyz'],
  ['ACHTERWACHT_SMTP_URL', 'of before: taken over into `settings` where none is set'],
  ['ACHTERWACHT_MAIL_FROM', 'the same'],
  ['ACHTERWACHT_SMS_URL', 'the same'],
  ['ACHTERWACHT_SMS_TOKEN', 'the same'],
  ['ACHTERWACHT_SMS_FROM', 'the same'],
  ['ACHTERWACHT_SUPERVISOR_CONTACTS', 'the same'],
  ['ACHTERWACHT_ON_CALL_CONTACTS', 'the same'],
  ['ACHTERWACHT_POLICE_WEBHOOK_URL', 'the same'],
  ['ACHTERWACHT_POLICE_WEBHOOK_SECRETS', 'the same'],
  ['ACHTERWACHT_POLICE_WEBHOOK_ROOMS', 'the same'],
  ['ACHTERWACHT_POLICE_WEBHOOK_FORMAT', 'the same'],
  ['MEDIASOUP_WORKER_BIN', 'a mediasoup worker of your own, instead of one that is built'],
  ['ACHTERWACHT_REDIS_BIN', 'the Redis to start, instead of one that is found'],
  ['ACHTERWACHT_REDIS_LIB', 'folder of its libraries'],
  ['ACHTERWACHT_CHROMIUM', 'the browser that test and load use'],
  ['ACHTERWACHT_SOAK_ALARMS', 'how many alarms pass a desk in its drill (600)'],
  ['ACHTERWACHT_MOST_PROCESSOR_SECONDS', 'what a whole test may cost here; dearer, it fails'],
  ['LOG_LEVEL', 'silent, error, warn, info or debug (warn)'],
];

/** For `./achterwacht NAME --help`. */
export function helpOf({ name, takes, does, options = [] }: Command): string {
  const usage = ['usage: ./achterwacht', name, takes].filter(Boolean).join(' ');
  return `${[usage, '', does, ...(options.length > 0 ? ['', ...table(options)] : [])].join('\n')}\n`;
}

export function helpText(commands: readonly Command[]): string {
  return [
    'Achterwacht: alarm centre for people who carry a personal alarm button.',
    '',
    'usage: ./achterwacht [COMMAND]     without a command: demo',
    '',
    ...table(
      commands.map(({ name, takes, does }) => [[name, takes].filter(Boolean).join(' '), does]),
    ),
    '',
    './achterwacht COMMAND --help lists what a command takes. All take --json where they print',
    'something, and exit with 0 when the thing asked was done.',
    '',
    'Variables:',
    '',
    ...table(variables),
    '',
  ].join('\n');
}

function table(rows: readonly Explained[]): string[] {
  const width = Math.max(...rows.map(([what]) => what.length));
  return rows.map(([what, does]) => `  ${what.padEnd(width)}  ${does}`);
}
