// One log, JSON lines on standard output. Nothing personal and no secret is ever handed to it; the
// redaction is a second lock on that door.
import { pino, type Logger } from 'pino';

export type Log = Logger;

export function openLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.key', '*.code'],
      censor: '[withheld]',
    },
    serializers: { error: pino.stdSerializers.err },
  });
}
