// What every program writes of an error in its log, and what it leaves out: one way, for a secret that one of them wrote
// down would stand beside what all the others keep out.

/** Of what is written beside a sentence these are withheld, should somebody hand them over; as the loggers name paths. */
export const withheldPaths = [
  'req.headers.cookie',
  'req.headers.authorization',
  '*.password',
  '*.key',
  '*.keyBase64',
  '*.code',
  '*.token',
  '*.secret',
];

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
