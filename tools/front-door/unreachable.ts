// What a person or a program sees while a part of the product is away. It says what is true and nothing
// about the inside; the page asks again by itself, because at three in the morning nobody should have to.
import type { IncomingMessage, ServerResponse } from 'node:http';

type Absence = { status: 502 | 503; code: string; message: string };

const unreachable: Absence = {
  status: 502,
  code: 'unreachable',
  message: 'Achterwacht antwoordt even niet. Deze pagina probeert het vanzelf opnieuw.',
};

/**
 * Not yet, not at the moment, or not at all: a device does the same in each case. The code is what tells it
 * that its sound was not refused (load-tests/src/button/sound/sound-line.ts reads it).
 */
const noSound: Absence = {
  status: 503,
  code: 'no-sound',
  message: 'Deze centrale heeft nu geen geluid.',
};

const retryAfterSeconds = 2;

export function answerUnreachable(request: IncomingMessage, response: ServerResponse): void {
  answer(request, response, unreachable);
}

export function answerNoSound(request: IncomingMessage, response: ServerResponse): void {
  answer(request, response, noSound);
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code, message }: Absence,
): void {
  if (response.headersSent) {
    // Half an answer must look broken, not finished.
    response.destroy();
    return;
  }
  const wantsPage = (request.headers.accept ?? '').includes('text/html');
  const body = wantsPage
    ? pageWith(message)
    : JSON.stringify({ error: { code, message, details: {} } });
  response.writeHead(status, {
    'content-type': wantsPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'retry-after': String(retryAfterSeconds),
  });
  response.end(body);
}

function pageWith(message: string): string {
  const refresh = `<meta http-equiv="refresh" content="${retryAfterSeconds}">`;
  return (
    `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Achterwacht</title>${refresh}` +
    `</head><body><main><h1>Achterwacht</h1><p role="status">${message}</p></main></body></html>\n`
  );
}
