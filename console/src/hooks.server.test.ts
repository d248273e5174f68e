// What the console's own server writes of a fault: nothing of what was asked, and nothing of what the error carries.
import { expect, test, vi } from 'vitest';
import { handle, handleError } from './hooks.server.ts';

test.each([
  ['unknown', 1],
  ['framework', 0],
])('%s: lines in the log %i', async (kind, lines) => {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const error = Object.assign(new Error('it broke\nparams: canary-value'), {
    body: 'canary-body',
  });
  const url = new URL('http://console.example/uitnodiging?token=canary-token#canary-fragment');
  const answer = await handleError({ error, kind, event: { url } } as never);
  const said = written.mock.calls.map(([text]) => String(text));
  written.mockRestore();
  expect(said).toHaveLength(lines);
  for (const text of [...said, JSON.stringify(answer ?? null)])
    expect(text).not.toContain('canary');
  if (lines > 0) expect(JSON.parse(said[0]!)).toMatchObject({ level: 50, msg: 'a page failed' });
});

test('B18 a police link that a mail scanner rewrote is led to where it was meant, with the headers of every page', async () => {
  const url = new URL('https://console.example/p%23aB3_dE5-gH7iJ9kL1mN3oP');
  const resolve = vi.fn();
  const response = await handle({ event: { url }, resolve } as never);
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/p#aB3_dE5-gH7iJ9kL1mN3oP');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(resolve).not.toHaveBeenCalled();
});
