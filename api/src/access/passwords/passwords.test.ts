import { hashPassword as hashScrypt } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { hashPassword, isPassword } from './password-hash.ts';
import { passwordProblem } from './password-problem.ts';

const whose = {
  name: 'Fatima el Amrani',
  email: 'f.amrani@haarlem.nl',
  centre: 'Meldcentrale Noord',
};

test.each([
  ['kort', 'password-too-short'],
  ['elf tekens.', 'password-too-short'],
  ['x'.repeat(129), 'password-too-long'],
  ['wachtwoord123', 'password-too-common'],
  ['W@chtw00rd123', 'password-too-common'],
  ['welkom012345', 'password-too-common'],
  ['Zomer2026!!!!', 'password-too-common'],
  ['Amsterdam2026!', 'password-too-common'],
  ['qwertyuiop123', 'password-too-common'],
  ['achterwacht2026!', 'password-too-common'],
  ['M3ldkamer2026!', 'password-too-common'],
  ['P@ssw0rd12345', 'password-too-common'],
  ['aaaaaaaaaaaaaaaa', 'password-too-common'],
  ['hallohallohallohallo', 'password-too-common'],
  ['p4ssw0rd'.repeat(16), 'password-too-common'],
  // In letters that the log-in takes for the usual ones.
  ['ｗａｃｈｔｗｏｏｒｄ１２３', 'password-too-common'],
  ['ｆａｔｉｍａ houdt van fietsen', 'password-has-own'],
  ['e\u0301'.repeat(6), 'password-too-short'],
  ['fatima houdt van fietsen', 'password-has-own'],
  ['AMRANI kiest dit zelf', 'password-has-own'],
  ['meldcentrale op zondag', 'password-has-own'],
])('%j: %s', async (password, problem) => {
  expect(await passwordProblem(password, whose)).toBe(problem);
});

test.each([
  'paard rent door de tuin',
  'vergadering-fiets-regenboog',
  'rkT9-vbQ2-xxLp',
  'ééntje mét accenten 🚲',
  'correct horse battery staple',
  Array.from({ length: 16 }, (_, at) => `zin${at} kast`)
    .join(' ')
    .slice(0, 128),
])('%j will do, whatever characters it has', async (password) => {
  expect(await passwordProblem(password, whose)).toBeNull();
});

test('it is kept by Argon2id as ASVS asks, each time with another salt', async () => {
  const [one, other] = [
    await hashPassword('paard in de tuin'),
    await hashPassword('paard in de tuin'),
  ];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(other).not.toBe(one);
  expect(await isPassword('paard in de tuin', one)).toBe(true);
  expect(await isPassword('paard in de Tuin', one)).toBe(false);
  // The same characters, composed and not.
  expect(
    await isPassword('caf\u0065\u0301 in de tuin', await hashPassword('caf\u00e9 in de tuin')),
  ).toBe(true);
});

test('what the library kept by scrypt still lets in', async () => {
  const kept = await hashScrypt('paard in de tuin');
  expect(await isPassword('paard in de tuin', kept)).toBe(true);
  expect(await isPassword('paard in de schuur', kept)).toBe(false);
});
