// Headers of every page. Pages hold no data, but the browser is told here what it may never do with
// them. The content security policy is made by the framework, which knows its own nonces.
import { describeError } from '@achterwacht/shared/described-error.ts';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { mendedAddress } from '#lib/police/mended-address.ts';

const headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // The desk listens; it never speaks, films or asks where it is. Browsers name loudspeakers and headsets
  // only to whom they would lend a microphone, so that one permission is not given up; it is never used.
  'permissions-policy':
    'microphone=(self), speaker-selection=(self), camera=(), geolocation=(), payment=(), usb=()',
};

export const handle: Handle = async ({ event, resolve }) => {
  const meant = mendedAddress(event.url.pathname);
  const response = meant
    ? new Response(null, { status: 303, headers: { location: meant, 'cache-control': 'no-store' } })
    : await resolve(event);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (response.headers.get('content-type')?.startsWith('text/html'))
    response.headers.set('cache-control', 'no-store');
  return response;
};

/** As every program writes it down, and without the address, which somebody may have put anything in. */
export const handleError: HandleServerError = ({ error, kind }) => {
  // What the framework says by itself, a page that is not there, is no fault of this program.
  if (kind !== 'unknown') return;
  const line = {
    level: 50,
    time: new Date().toISOString(),
    error: describeError(error),
    msg: 'a page failed',
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
