// What the process writes of itself, as JSON lines on standard output. Nothing personal and no secret is ever handed
// to it; the redaction is a second lock on that door.
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

/**
 * What nobody caught ends the process as ever, but is written like all else: what Node prints of it by itself is the
 * whole error, values of a query and all.
 */
export function writeLastWords(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ error }, 'a fault that nobody handles');
    process.exit(1);
  });
}
