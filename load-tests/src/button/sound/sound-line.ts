// The way a button's sound takes, whichever it is.
import type { Arrivals } from './arrivals.ts';
import type { Frame } from './sound.ts';

export type SoundLine = {
  /** Everything that ever came back. */
  readonly arrivals: Arrivals;
  /** Asks the server and connects; once more after `vanish` is how a device returns. */
  open: () => Promise<void>;
  /** Goes nowhere while the line is not open, as with a device out of reach. */
  send: (frame: Frame) => void;
  /** Out of reach or out of power: from one moment to the next, and nobody is told. */
  vanish: () => Promise<void>;
  /** Ends it as the protocol says. */
  hangUp: () => Promise<void>;
};

/** The server said no, or nothing. */
export class SoundRefused extends Error {
  /** 0 when there was no answer. */
  readonly httpStatus: number;

  constructor(httpStatus: number, what: string) {
    super(httpStatus === 0 ? `${what}: no answer` : `${what}: refused with ${httpStatus}`);
    this.httpStatus = httpStatus;
  }
}

/** There is no sound at this centre now: not yet, not at the moment, or not at all. */
export class NoSoundHere extends SoundRefused {}

/** How the front door says so; any other refusal is about this device or this moment. */
const noSound = { status: 503, code: 'no-sound' };

/** Long enough for a server that is starting again, short enough to be told. */
const answerMilliseconds = 10_000;

/** @throws SoundRefused unless the server answers with success, NoSoundHere when there is nobody to ask. */
export async function askServer(
  url: string | URL,
  token: string,
  request: { method: string; headers?: Record<string, string>; body?: string },
): Promise<Response> {
  const what = `${request.method} ${new URL(url).pathname}`;
  const response = await fetch(url, {
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(answerMilliseconds),
  }).catch(() => {
    throw new SoundRefused(0, what);
  });
  if (response.ok) return response;
  const answer = await response.text().catch(() => '');
  if (response.status === noSound.status && codeIn(answer) === noSound.code) {
    throw new NoSoundHere(response.status, what);
  }
  throw new SoundRefused(response.status, what);
}

function codeIn(answer: string): unknown {
  try {
    return (JSON.parse(answer) as { error?: { code?: unknown } }).error?.code;
  } catch {
    return undefined; // what stands between us and the server may answer in its own words
  }
}

/** How the server knows a session: the end of its address. */
export function sessionIn(location: URL): string | undefined {
  return location.pathname.split('/').at(-1) || undefined;
}

/** What a device later ends is where the server said that it is, relative to where it asked. */
export function locationOf(response: Response, asked: string): URL {
  const location = response.headers.get('location');
  if (location === null) throw new SoundRefused(response.status, 'an answer without a Location');
  return new URL(location, asked);
}
