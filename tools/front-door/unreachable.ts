// What a person or a program sees while a part of the product is away. It says what is true and nothing
// about the inside; the page asks again by itself, because at three in the morning nobody should have to.
import type { IncomingMessage, ServerResponse } from 'node:http';

const sentence = 'Achterwacht antwoordt even niet. Deze pagina probeert het vanzelf opnieuw.';
const retryAfterSeconds = 2;

export function answerUnreachable(request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) {
    // Half an answer must look broken, not finished.
    response.destroy();
    return;
  }
  answer(request, response, 502, 'unreachable', sentence);
}

export function answerNotFound(request: IncomingMessage, response: ServerResponse): void {
  answer(request, response, 404, 'not-found', 'Dit adres bestaat niet.');
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  const wantsPage = (request.headers.accept ?? '').includes('text/html');
  const body = wantsPage
    ? pageSaying(message, status === 502)
    : JSON.stringify({ error: { code, message, details: {} } });
  response.writeHead(status, {
    'content-type': wantsPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    ...(status === 502 ? { 'retry-after': String(retryAfterSeconds) } : {}),
  });
  response.end(body);
}

function pageSaying(message: string, triesAgain: boolean): string {
  const refresh = triesAgain ? `<meta http-equiv="refresh" content="${retryAfterSeconds}">` : '';
  return (
    `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Achterwacht</title>${refresh}` +
    `</head><body><main><h1>Achterwacht</h1><p role="status">${message}</p></main></body></html>\n`
  );
}
