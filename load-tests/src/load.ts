// `./achterwacht load [NAME…]`: measures the running demo against its floors and says whether the bars
// are met. Leaves with 0 only when every check of every scenario passed.
import { parseArgs } from 'node:util';
import type { MeasureOptions } from './harness/options.ts';
import { hasPassed, printable, type Result } from './harness/result.ts';
import { fewestRounds } from './harness/rounds.ts';
import { findTarget, StatedProblem, type Target } from './target/target.ts';

/** Loaded when it is its turn: whoever asks for the list, or for something wrong, is answered at once. */
type Scenario = { does: string } & (
  | { load: () => Promise<(target: Target, options: MeasureOptions) => Promise<Result>> }
  /** Starts all it needs; there is no running product to find. */
  | { loadAlone: () => Promise<(options: MeasureOptions) => Promise<Result>> }
);

/** Without a name these run: together they are all of it. */
const scenarios: Record<string, Scenario> = {
  'fan-out': {
    does: 'S1, S2 and S3: the three below',
    load: async () => (await import('./scenarios/fan-out.ts')).fanOut,
  },
  'press-to-ack': {
    does: 'S1: press to durable acknowledgement',
    load: async () => (await import('./scenarios/fan-out/press-to-ack.ts')).pressToAck,
  },
  'press-to-consoles': {
    does: 'S2: press to the last of N consoles',
    load: async () => (await import('./scenarios/fan-out/press-to-consoles.ts')).pressToConsoles,
  },
  'two-processes': {
    does: 'S3: the same over two api processes',
    load: async () => (await import('./scenarios/fan-out/two-processes.ts')).twoProcesses,
  },
  'listen-in': {
    does: 'S6: F2 and F4 to the first sound at a desk',
    load: async () => (await import('./scenarios/listen-in.ts')).listenIn,
  },
  'claim-race': {
    does: 'S7: a hundred claims of one alarm at once',
    load: async () => (await import('./scenarios/claim-race.ts')).claimRace,
  },
  deadlines: {
    does: 'S8: how late deadlines act, Redis flushed and killed too',
    load: async () => (await import('./scenarios/deadlines.ts')).deadlines,
  },
  'black-hole': {
    does: 'S2 once more, with mail, SMS and webhook that never answer',
    loadAlone: async () => (await import('./scenarios/black-hole.ts')).blackHole,
  },
  rooms: {
    does: 'S10: a hundred alarms with sound, three listeners each',
    loadAlone: async () => (await import('./scenarios/rooms.ts')).rooms,
  },
  crowd: {
    does: 'a customer beside senders, connections, an import and a lock that want too much',
    loadAlone: async () => (await import('./scenarios/crowd.ts')).crowd,
  },
  desks: {
    does: 'what people at two desks are promised in seconds, in Chromium',
    loadAlone: async () => (await import('./scenarios/desks.ts')).desks,
  },
};
const everything = [
  'fan-out',
  'listen-in',
  'claim-race',
  'deadlines',
  'black-hole',
  'rooms',
  'crowd',
  'desks',
];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      rounds: { type: 'string', default: String(fewestRounds) },
      seconds: { type: 'string', default: '5' },
    },
  });
  if (values.list) return list(values.json);
  const names = positionals.length > 0 ? positionals : everything;
  const unknown = names.find((name) => scenarios[name] === undefined);
  if (unknown !== undefined) {
    throw new StatedProblem(`There is no scenario ${unknown}; --list names them.`);
  }
  const options: MeasureOptions = {
    rounds: atLeastOne(values.rounds),
    seconds: atLeastOne(values.seconds),
    full: values.full,
    reportProgress: (line) => process.stderr.write(`${line}\n`),
  };
  const asked = names.flatMap((name) => scenarios[name] ?? []);
  // Before anything is measured, so that nobody waits half an hour for this refusal.
  const target = asked.some((scenario) => 'load' in scenario) ? await findTarget() : null;
  const results: Result[] = [];
  for (const scenario of asked) {
    const result =
      'load' in scenario
        ? // it was found for the sake of this one
          await (
            await scenario.load()
          )(target as Target, options)
        : await (
            await scenario.loadAlone()
          )(options);
    results.push(result);
    if (!values.json) process.stdout.write(`${printable(result)}\n`);
  }
  const passed = results.every(hasPassed);
  if (values.json) process.stdout.write(`${JSON.stringify({ passed, results }, null, 2)}\n`);
  if (options.rounds < fewestRounds) {
    options.reportProgress(`fewer than ${fewestRounds} rounds: a try-out, no measurement`);
  }
  return passed ? 0 : 1;
}

function list(asJson: boolean): number {
  const rows = Object.entries(scenarios).map(([name, { does }]) => ({ name, does }));
  const text = rows.map(({ name, does }) => `${name.padEnd(18)} ${does}`).join('\n');
  process.stdout.write(`${asJson ? JSON.stringify(rows, null, 2) : text}\n`);
  return 0;
}

function atLeastOne(given: string): number {
  const value = Number(given);
  if (Number.isFinite(value) && value >= 1) return value;
  throw new StatedProblem(`${given} must be a number from 1 upwards.`);
}

try {
  process.exitCode = await main();
} catch (error) {
  // parseArgs reports a wrong option by a TypeError with a code.
  const isStated =
    error instanceof StatedProblem || (error instanceof TypeError && 'code' in error);
  if (!isStated) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
