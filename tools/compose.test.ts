// The containers get what the programs read. A variable that compose does not hand on is one that an administrator
// sets and that nothing obeys: such a centre pages nobody, and finds out in need.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFolder } from './instance/settings.ts';

const read = (file: string) => readFileSync(join(projectFolder, file), 'utf8');
const compose = read('docker-compose.yml');

function service(name: string): string {
  const text = new RegExp(`^  ${name}:\n(?:(?:    .*)?\n)+`, 'm').exec(compose)?.[0];
  if (!text) throw new Error(`compose has no ${name}`);
  return text;
}
const handedOn = (name: string) => [
  ...[...service(name).matchAll(/^ {6}([A-Z][A-Z0-9_]+):/gm)].map(([, variable]) => variable),
  // Put together from secrets, where the command asks for it.
  ...(service(name).includes('deploy/with-secrets')
    ? [...read('deploy/with-secrets').matchAll(/^([A-Z_]+)=/gm)].map(([, variable]) => variable)
    : []),
];
/** As the program's own reader of the environment names them. */
const asked = (file: string) =>
  [...new Set(read(file).match(/\b[A-Z]+(?:_[A-Z0-9]+)+\b/g))].filter(
    (variable) => !isNotForCompose.has(variable),
  );
/** Migrations alone read them, and take them over. */
const isFormer = (variable: string) =>
  /^ACHTERWACHT_(SMTP_URL|MAIL_FROM|SMS_[A-Z]+|SUPERVISOR_CONTACTS|ON_CALL_CONTACTS|POLICE_WEBHOOK_[A-Z]+)$/.test(
    variable,
  );
const isNotForCompose = new Set([
  // Of whoever types a command.
  'ACHTERWACHT_CWD',
  'SUDO_USER',
  // Of fault tests.
  'ACHTERWACHT_DIE_AT',
  // Migrations alone are the owner.
  'DATABASE_OWNER_URL',
]);

describe('D8 compose hands on every variable', () => {
  test.each([
    ['api', 'api/src/config.ts'],
    ['media-server', 'media-server/src/config.ts'],
  ])('that the %s reads', (name, reader) => {
    expect(asked(reader).length).toBeGreaterThan(8);
    const missing = asked(reader).filter(
      (variable) => !handedOn(isFormer(variable) ? 'migrate' : name).includes(variable),
    );
    expect(missing).toEqual([]);
  });
});

test('D8 desks wait for no sound: what they need is healthy while the media-server is absent or being built', () => {
  // Ready is more than a desk needs, and sound is part of it.
  expect(service('api')).toContain("'http://127.0.0.1:8081/healthz'");
  expect(service('api')).toMatch(/ACHTERWACHT_SOUND_AWAITED: '1'/);
  for (const name of ['migrate', 'api', 'console', 'caddy'])
    expect(service(name)).not.toMatch(/media-server: \{ condition/);
});
