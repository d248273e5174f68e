// What every command of `./achterwacht` shares: the running instance's database as the system role,
// its keys, people's text or JSON, and an exit status that says whether the thing asked was done.
import { readConfig, type Config } from '../../config.ts';
import { connect, type Database, type Limits } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import { openKeyRing, type KeyRing } from '../../sealing/key-ring.ts';

export type Surroundings = { config: Config; system: Database; keys: KeyRing; json: boolean };

/** What is printed, and whether it is as it must be: else the command fails. */
export type Judged = { said: unknown; isRight: boolean };

/** Runs `work` with the arguments after the command's name; a sentence it throws is printed, status 1. */
export async function withSystem(
  work: (surroundings: Surroundings, args: string[]) => Promise<void>,
  limits: Limits = limitsOf.command,
): Promise<void> {
  const args = process.argv.slice(2);
  const config = readConfig();
  const system = connect(config.databaseSystemUrl, { name: 'command', ...limits });
  try {
    await work(
      { config, system, keys: openKeyRing(config.keysFolder), json: args.includes('--json') },
      args.filter((arg) => arg !== '--json'),
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await system.end();
  }
}

// Somebody piped us into `head` and has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

export function print(value: unknown): void {
  process.stdout.write(`${inText(value)}\n`);
}

export function judged({ said, isRight }: Judged): void {
  print(said);
  if (!isRight) process.exitCode = 1;
}

export function inText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** `--name value`, or undefined. */
export function option(args: readonly string[], name: string): string | undefined {
  const index = args.indexOf(`--${name}`);
  return index === -1 ? undefined : args[index + 1];
}
