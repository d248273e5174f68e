// What `./achterwacht X` runs. Finds the command, runs it, and turns its end into an exit status: 0 done,
// 1 could not be done (one sentence says why), 2 asked for something nobody knows.
import { commands } from './commands/commands.ts';
import { helpOf } from './commands/help.ts';
import { StatedProblem } from './instance/stated-problem.ts';

const helpSwitches = new Set(['--help', '-h']);
const [name = 'demo', ...args] = process.argv.slice(2);

// Whoever reads us may have left (`./achterwacht | head`); that is no reason to leave the centre.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

process.exitCode = await run();
// Nothing that is still open counts any more; children end with us.
process.exit();

async function run(): Promise<number> {
  const asked = helpSwitches.has(name) ? 'help' : name;
  const command = commands.get(asked);
  try {
    if (!command) {
      throw new StatedProblem(
        `There is no command "${asked}": ./achterwacht help lists those there are.`,
        2,
      );
    }
    if (args.some((arg) => helpSwitches.has(arg))) {
      process.stdout.write(helpOf(command));
      return 0;
    }
    return await command.run(args);
  } catch (error) {
    if (!(error instanceof StatedProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}
