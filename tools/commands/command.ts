import { parseArgs } from 'node:util';
import { StatedProblem } from '../instance/stated-problem.ts';

export type Command = {
  name: string;
  /** What it takes, as `help` shows it behind the name. */
  takes?: string;
  /** One line for `help`. */
  does: string;
  /** The program it hands over to; a test checks that there is one. */
  program?: string;
  /** @returns the exit status. */
  run: (args: string[]) => Promise<number>;
};

/** For commands that take switches and nothing else; anything unknown is exit status 2. */
export function readSwitches<Name extends string>(
  args: string[],
  names: readonly Name[],
): Record<Name, boolean> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'boolean' as const }]));
  try {
    const { values } = parseArgs({ args, options });
    const read = names.map((name) => [name, values[name] === true]);
    return Object.fromEntries(read) as Record<Name, boolean>; // one entry for each name
  } catch (error) {
    throw new StatedProblem((error as Error).message, 2);
  }
}
