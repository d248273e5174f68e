// The HTTP client, derived from the route table: a path or a field that changes there does not compile
// here. Answers are parsed; a refusal is thrown as an `ApiError` that still carries its code.
import { errorBody, unattendedHeader } from '@achterwacht/shared/routes/route.ts';
import { routes, type RouteName } from '@achterwacht/shared/routes/routes.ts';
import type * as z from 'zod';
import { isAttended } from './attended.ts';

type Of<Name extends RouteName> = (typeof routes)[Name];
type In<Name extends RouteName, Part extends string> =
  Of<Name> extends Record<Part, infer Schema extends z.ZodType>
    ? Record<Part, z.input<Schema>>
    : Record<Part, undefined>;

export type Asked<Name extends RouteName> = Partial<
  In<Name, 'params'> & In<Name, 'query'> & In<Name, 'body'>
> & { signal?: AbortSignal; fetch?: typeof fetch };
export type Answer<Name extends RouteName> = z.output<Of<Name>['response']>;

export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  /** Status 0: no answer at all. */
  constructor(status: number, code: string, details: Record<string, unknown> = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** Whoever asks for something that takes longer says so; without any, a line that hangs is waited for without end. */
const mostMilliseconds = 60_000;

/** No line, no time, or nobody behind the front door: whether it was done is not known. */
export const isUnanswered = ({ status }: ApiError) =>
  status === 0 || (status >= 502 && status <= 504);

export async function call<Name extends RouteName>(
  name: Name,
  asked: Asked<Name> = {},
): Promise<Answer<Name>> {
  const route = routes[name];
  const response = await send(asked.fetch ?? fetch, pathOf(route.path, asked.params, asked.query), {
    method: route.method,
    signal: asked.signal ?? AbortSignal.timeout(mostMilliseconds),
    headers: {
      accept: 'application/json',
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(isAttended() ? {} : { [unattendedHeader]: '1' }),
    },
    body: asked.body === undefined ? null : JSON.stringify(asked.body),
  });
  if (!response.ok) throw await failure(response);
  return route.response.parse(await response.json()) as Answer<Name>;
}

async function send(fetcher: typeof fetch, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetcher(path, init);
  } catch (cause) {
    // An abort is the caller's own doing; everything else means that nobody answered.
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    if (cause instanceof DOMException && cause.name === 'TimeoutError')
      // What only reads did nothing: there is nothing to look for.
      throw new ApiError(0, init.method === 'GET' ? 'no-answer' : 'timeout');
    throw new ApiError(0, 'offline');
  }
}

async function failure(response: Response): Promise<ApiError> {
  const body = errorBody.safeParse(await response.json().catch(() => null));
  return body.success
    ? new ApiError(response.status, body.data.error.code, body.data.error.details)
    : new ApiError(response.status, `http-${response.status}`);
}

function pathOf(template: string, params: unknown, query: unknown): string {
  const path = Object.entries((params ?? {}) as Record<string, string>).reduce(
    (result, [name, value]) => result.replace(`:${name}`, encodeURIComponent(value)),
    template,
  );
  const search = new URLSearchParams(
    Object.entries((query ?? {}) as Record<string, string | undefined>).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    ),
  );
  return search.size > 0 ? `${path}?${search}` : path;
}
