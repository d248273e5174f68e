// Starts the product once for all stories. Its address goes to the workers by the environment; it is
// stopped when the last story is told.
import { startInstance } from '../../tools/testing/instance.ts';

export default async function startProduct(): Promise<() => Promise<void>> {
  const instance = await startInstance();
  process.env.STORY_ORIGIN = instance.origin;
  process.env.STORY_DATA = instance.dataFolder;
  process.env.STORY_PORT = String(new URL(instance.origin).port);
  process.env.STORY_DC09_PORT = String(instance.dc09Port);
  return () => instance.stop();
}
