import { expect, test } from 'vitest';
import { localAddress, readSettings } from './settings.ts';

test('without variables: loopback, the known ports, embedded servers', () => {
  const settings = readSettings({});
  expect(settings).toMatchObject({
    origin: 'http://127.0.0.1:8080',
    bind: '127.0.0.1',
    port: 8080,
    dc09Port: 12009,
    externalDatabase: undefined,
    externalRedisUrl: undefined,
  });
  expect(settings.dataFolder).toMatch(/\/data$/);
});

test('a bad value is named and never printed', () => {
  const refusal = refusalOf({ ACHTERWACHT_PORT: 'hunter2' });
  expect(refusal).toContain('ACHTERWACHT_PORT');
  expect(refusal).not.toContain('hunter2');
  expect(refusalOf({ DATABASE_URL: 'secret', DATABASE_OWNER_URL: 'x' })).not.toContain('secret');
  expect(refusalOf({ ACHTERWACHT_ORIGIN: 'ftp://x' })).toContain('ACHTERWACHT_ORIGIN');
});

test('one database address without the other is refused', () => {
  expect(refusalOf({ DATABASE_URL: 'postgres://a@b/c' })).toContain('DATABASE_OWNER_URL');
});

test.each([
  ['0.0.0.0', 'http://127.0.0.1:80'],
  ['::1', 'http://[::1]:80'],
  ['10.0.0.5', 'http://10.0.0.5:80'],
])('what listens on %s is reached at %s', (bind, address) => {
  expect(localAddress(bind, 80)).toBe(address);
});

function refusalOf(env: NodeJS.ProcessEnv): string {
  try {
    readSettings(env);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was accepted');
}
