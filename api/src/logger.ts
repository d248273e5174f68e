// What the process writes of itself, as JSON lines on standard output. Nothing personal and no secret is ever handed
// to it; the redaction is a second lock on that door.
import { pino, type Logger } from 'pino';

export type { Logger };

export function openLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.key', '*.code'],
      censor: '[withheld]',
    },
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

type Described = {
  type: string;
  errorCode?: string;
  message: string;
  stack: string[];
  cause?: Described;
};

/**
 * Of an error only what may be read by everybody who may read a log. Everything else is left out, not
 * picked out: database errors carry the values that were asked for, session tokens among them.
 */
export function describeError(error: unknown): Described | { type: string } {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    // Under a name of its own: a field called `code` is taken for a one-time code and withheld.
    ...(code ? { errorCode: code } : {}),
    message: withoutValues(error.message),
    stack: frames.map((line) => line.trim()),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) as Described } : {}),
  };
}

/** The query builder ends its messages with the values of the query, whatever they are. */
export function withoutValues(message: string): string {
  return message.replace(/\bparams: [^]*$/, '(values withheld)');
}
