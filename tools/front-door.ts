// The front door as a process: reads its few variables, opens, and closes when asked.
import { openFrontDoor } from './front-door/open-front-door.ts';

const { env } = process;
const {
  ACHTERWACHT_API_TARGETS: api,
  ACHTERWACHT_CONSOLE_TARGET: consoleTarget,
  ACHTERWACHT_MEDIA_TARGET: mediaTarget,
} = env;
if (!api || !consoleTarget || !mediaTarget) {
  throw new Error(
    'the front door needs ACHTERWACHT_API_TARGETS, ACHTERWACHT_CONSOLE_TARGET and ACHTERWACHT_MEDIA_TARGET',
  );
}

const door = await openFrontDoor({
  bind: env['ACHTERWACHT_BIND'] ?? '127.0.0.1',
  port: Number(env['ACHTERWACHT_PORT'] ?? 8080),
  publicProtocol: env['ACHTERWACHT_ORIGIN']?.startsWith('https:') ? 'https' : 'http',
  apiTargets: api.split(','),
  consoleTarget,
  mediaTarget,
});

process.once('SIGTERM', () => {
  void door.close().then(() => process.exit(0));
});
