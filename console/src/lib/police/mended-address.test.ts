import { expect, test } from 'vitest';
import { mendedAddress } from './mended-address.ts';

const secret = 'aB3_dE5-gH7iJ9kL1mN3oP';

test.each([
  `/p%23${secret}`,
  `/P%23${secret}`,
  `/p%2523${secret}`,
  `/p/%23${secret}`,
  `/p/${secret}`,
  `/P/${secret}/`,
  `/p%23${secret}.`,
  `/p%23${secret}%3E`,
  `/p%20${secret}`,
])('B18 %s leads to the link', (pathname) => {
  expect(mendedAddress(pathname)).toBe(`/p#${secret}`);
});

test.each(['/P', '/p/', '/p/ABC', '/p%23', '/p.', '/p/a/b', '/P%20'])(
  'B18 %s leads to the page that says whom to call',
  (pathname) => {
    expect(mendedAddress(pathname)).toBe('/p');
  },
);

test.each(['/p', '/', '/profiel', '/personen', '/Profiel', '/console', '/pé'])(
  'B18 %s is left as it is',
  (pathname) => {
    expect(mendedAddress(pathname)).toBeNull();
  },
);
