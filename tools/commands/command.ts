import { parseArgs } from 'node:util';
import { StatedProblem } from '../instance/stated-problem.ts';

/** Something that may be typed, and what it means. */
export type Explained = [what: string, does: string];

export type Command = {
  name: string;
  /** What it takes, as `help` shows it behind the name: the gist where there are many. */
  takes?: string;
  /** Everything it takes that begins with `--`, for its own help. */
  options?: readonly Explained[];
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
