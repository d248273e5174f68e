// Before the first story, and once: each worker's product would wait for it.
import { provideConsole } from '../../../tools/instance/builds/console-build.ts';

export default async function buildConsole(): Promise<void> {
  await provideConsole(console.log);
}
