// What the process writes of itself, JSON lines on standard output: ids, counts and reasons. No token, no key, no sound.
import { pino, type Logger } from 'pino';
import { describeError, withheldPaths } from '@achterwacht/shared/described-error.ts';

export type { Logger };

export function openLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: withheldPaths, censor: '[withheld]' },
    serializers: { error: describeError },
  });
}

/** What nobody caught ends the process as ever, but is written like all else, and not with all that it carries. */
export function writeLastWords(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ error }, 'a fault that nobody handles');
    process.exit(1);
  });
}
