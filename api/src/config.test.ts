// Variables for the ways out: what is usable, what is a slip, and that no value is ever printed.
import { describe, expect, it, test } from 'vitest';
import { ConfigError, readConfig, readFormerSettings } from './config.ts';

const needed = {
  DATABASE_URL: 'postgres://a',
  DATABASE_SYSTEM_URL: 'postgres://b',
  DATABASE_PUBLIC_URL: 'postgres://d',
  REDIS_URL: 'redis://c',
  ACHTERWACHT_KEYS: '/keys',
};
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const read = (variables: Record<string, string>) => readConfig({ ...needed, ...variables });
const readAll = (variables: Record<string, string>) => [
  read(variables),
  readFormerSettings(variables),
];

test('without any, nothing is taken over', () => {
  expect(readFormerSettings({})).toEqual({
    mail: null,
    sms: null,
    paging: null,
    policeWebhook: null,
  });
});

test('an address of a register that is empty is none', () => {
  const near = 'https://register.example/reverse';
  expect(read({ ACHTERWACHT_ADDRESS_NEAR_URL: near }).addressNear?.href).toBe(near);
  expect(read({ ACHTERWACHT_ADDRESS_NEAR_URL: '' }).addressNear).toBeNull();
});

test('a token for monitors that could be guessed is a slip, an empty one is none', () => {
  const token = 'm'.repeat(32);
  expect(read({ ACHTERWACHT_MONITORING_TOKEN: token }).monitoringToken).toBe(token);
  expect(read({ ACHTERWACHT_MONITORING_TOKEN: '' }).monitoringToken).toBeNull();
  for (const slip of ['prometheus', `${token} ${token}`])
    expect(() => read({ ACHTERWACHT_MONITORING_TOKEN: slip })).toThrow(
      /^(?!.*prometheus).*ACHTERWACHT_MONITORING_TOKEN/,
    );
});

test('each way out by its variables', () => {
  const former = readFormerSettings({
    ACHTERWACHT_SMTP_URL: 'smtps://name:p%40ss@mail.example',
    ACHTERWACHT_MAIL_FROM: 'centrale@example.nl',
    ACHTERWACHT_SMS_URL: 'https://sms.example/v1/messages',
    ACHTERWACHT_SMS_TOKEN: 'token',
  });
  expect(former.mail).toEqual({
    host: 'mail.example',
    port: 465,
    tls: 'from-start',
    user: 'name',
    from: 'centrale@example.nl',
    secrets: ['p@ss'],
  });
  expect(former.sms).toMatchObject({ secrets: ['token'], from: 'Achterwacht' });
});

test.each([
  ['smtp://mail.example', { port: 587, tls: 'starttls', user: null, secrets: [] }],
  ['smtp://127.0.0.1:2525', { port: 2525, tls: 'none' }],
  ['smtp://[::1]', { host: '::1', tls: 'none' }],
] as const)('mail by %s goes in clear to this machine alone', (url, mail) => {
  const variables = { ACHTERWACHT_SMTP_URL: url, ACHTERWACHT_MAIL_FROM: 'a@example.nl' };
  expect(readFormerSettings(variables).mail).toMatchObject(mail);
});

test('what stood there before a centre set it itself is still understood', () => {
  const former = readFormerSettings({
    ACHTERWACHT_SUPERVISOR_CONTACTS: '+31612345678, dienst@example.nl',
    ACHTERWACHT_POLICE_WEBHOOK_URL: 'https://meldkamer.example/in',
    ACHTERWACHT_POLICE_WEBHOOK_SECRETS: `${secret} ${secret}`,
    ACHTERWACHT_POLICE_WEBHOOK_FORMAT: 'cap',
  });
  expect(former.paging).toEqual({
    supervisor: ['+31612345678', 'dienst@example.nl'],
    onCall: [],
  });
  expect(former.policeWebhook).toMatchObject({ format: 'cap', secrets: [secret, secret] });
  expect(former.policeWebhook?.rooms).toHaveLength(10);
});

describe('a slip names its variable and no value', () => {
  it.each([
    ['ACHTERWACHT_MAIL_FROM', { ACHTERWACHT_SMTP_URL: 'smtps://geheim@mail.example' }],
    ['ACHTERWACHT_SMS_TOKEN', { ACHTERWACHT_SMS_URL: 'https://geheim.example/' }],
    ['ACHTERWACHT_SMS_URL', { ACHTERWACHT_SMS_TOKEN: 'geheim' }],
    ['ACHTERWACHT_SMS_URL', { ACHTERWACHT_SMS_URL: 'http://geheim.example/' }],
    ['ACHTERWACHT_POLICE_WEBHOOK_URL', { ACHTERWACHT_POLICE_WEBHOOK_URL: 'https://a:geheim@b/' }],
    ['ACHTERWACHT_POLICE_WEBHOOK_SECRETS', { ACHTERWACHT_POLICE_WEBHOOK_SECRETS: 'whsec_geheim' }],
    ['ACHTERWACHT_POLICE_WEBHOOK_ROOMS', { ACHTERWACHT_POLICE_WEBHOOK_ROOMS: 'limburg,geheim' }],
    ['ACHTERWACHT_ON_CALL_CONTACTS', { ACHTERWACHT_ON_CALL_CONTACTS: '06-geheim' }],
    ['ACHTERWACHT_SMTP_URL', { ACHTERWACHT_SMTP_URL: 'https://geheim.example/' }],
  ] as [string, Record<string, string>][])('%s', (name, variables) => {
    expect(() => readAll(variables)).toThrow(ConfigError);
    expect(() => readAll(variables)).toThrow(name);
    expect(() => readAll(variables)).not.toThrow(/geheim/);
  });
});
