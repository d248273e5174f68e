// What the process writes of itself, JSON lines on standard output: ids, counts and reasons. No token, no key, no sound.
import { pino, type Logger } from 'pino';

export type { Logger };

export function openLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['req.headers.authorization', '*.token', '*.keyBase64', '*.key'],
      censor: '[withheld]',
    },
    serializers: { error: describeError },
  });
}

function describeError(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: error.name, message: error.message, stack: frames.map((line) => line.trim()) };
}
