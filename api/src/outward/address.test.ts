import { expect, it } from 'vitest';
import { BadAddress, isForbidden, outwardAddress } from './address.ts';

it.each([
  'https://meldkamer.example/in',
  'https://10.1.2.3:8443/in?a=b',
  'http://127.0.0.1:9000/in',
  'http://[::1]:9000/in',
  'http://localhost:9000/',
])('%s is spoken to', (text) => {
  expect(outwardAddress(text).href).toBe(text);
});

it.each([
  ['nothing', ''],
  ['no address', 'meldkamer'],
  ['in clear', 'http://meldkamer.example/in'],
  ['in clear within a private network', 'http://10.1.2.3/in'],
  ['a file', 'file:///etc/passwd'],
  ['a password in it', 'https://a:b@meldkamer.example/'],
  ['a fragment', 'https://meldkamer.example/#deel'],
  ['where clouds keep credentials', 'https://169.254.169.254/latest'],
  ['the same, otherwise written', 'https://[::ffff:169.254.169.254]/'],
  ['the same as a number', 'https://2852039166/'],
  ['nowhere', 'https://0.0.0.0/'],
  ['everybody', 'https://255.255.255.255/'],
])('%s is not', (_what, text) => {
  expect(() => outwardAddress(text)).toThrow(BadAddress);
});

it('never repeats what it refuses', () => {
  expect(() => outwardAddress('https://user:geheim@x.example/')).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('geheim') as string }) as Error,
  );
});

it.each([
  ['169.254.169.254', true],
  ['fe80::1', true],
  ['ff02::1', true],
  ['::', true],
  ['::ffff:169.254.0.1', true],
  ['64:ff9b::169.254.169.254', true],
  ['2002:a9fe:a9fe::1', true],
  ['::169.254.169.254', true],
  ['fd00:ec2::254', true],
  ['64:ff9b::10.0.0.1', false],
  ['10.0.0.1', false],
  ['2001:db8::1', false],
  ['127.0.0.1', false],
])('what a name leads to: %s', (address, forbidden) => {
  expect(isForbidden(address)).toBe(forbidden);
});
