// Commands the api answers about the running instance: each is a small program of the api, run here with
// the instance's own environment and the caller's terminal.
import { requireInstance } from '../instance/data-folder/instance-file.ts';
import { apiScript } from '../instance/programs.ts';
import { handOver } from '../instance/run-script.ts';
import { readDataFolder } from '../instance/settings.ts';
import type { Command } from './command.ts';

export function askApi(command: Omit<Command, 'program' | 'run'>): Command {
  const { name } = command;
  return {
    ...command,
    program: apiScript(name),
    run: async (args) => {
      const { env } = requireInstance(readDataFolder());
      return handOver(apiScript(name), args, env);
    },
  };
}
