// Buttons that send sound, from a register: a button that only does, and one that presses as well.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { importButtons } from './import-buttons.ts';
import { openSoundToken } from './sound-token.ts';

let centre: AlarmCentre;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 0 });
});
afterAll(() => centre.end());

const token = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA';
const importing = (...lines: string[]) =>
  importButtons(
    { system: centre.system, keys: centre.keys, now: centre.clock.now() },
    lines.join('\n'),
  );
async function buttonOf(serial: string) {
  const [row] = await centre.system.sql<
    {
      id: string;
      protocol: string;
      account: string;
      sound: boolean;
      sound_token: string | null;
      sound_token_sha256: string | null;
    }[]
  >`select * from buttons where serial = ${serial}`;
  return row!;
}

const register = 'serial,protocol,account,key,model,municipality,holder';
const whip = `S1,whip,,ascii:${token},telefoon,Haarlem,Joke`;

test('whip: its key is its token, sealed here and known to the media-server by its hash', async () => {
  expect(await importing(register, whip)).toMatchObject({ added: 1, changed: 0, unchanged: 0 });
  const button = await buttonOf('S1');
  expect(button).toMatchObject({
    protocol: 'whip',
    account: 'S1',
    sound: true,
    sound_token_sha256: createHash('sha256').update(token).digest('hex'),
  });
  expect(button.sound_token).not.toContain(token);
  expect(openSoundToken(centre.keys, button.id, button.sound_token!)).toBe(token);
  expect(await importing(register, whip)).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
  const other = whip.replace(token, `${token}X`);
  expect(await importing(register, other)).toMatchObject({ added: 0, changed: 1, unchanged: 0 });
});

test('dc09 with sound: a token is made once and kept', async () => {
  const line = 'S2,dc09,ABC2,hex:30313233343536373839414243444546,kast,Haarlem,';
  await importing(register, line);
  expect((await buttonOf('S2')).sound).toBe(false);
  expect(await importing(`${register},sound`, `${line},ja`)).toMatchObject({ changed: 1 });
  const { sound, sound_token: made } = await buttonOf('S2');
  expect(sound).toBe(true);
  expect(await importing(`${register},sound`, `${line},ja`)).toMatchObject({ unchanged: 1 });
  expect(await importing(register, line)).toMatchObject({ unchanged: 1 });
  expect((await buttonOf('S2')).sound_token).toBe(made);
});

test.each([
  ['whip without a token', 'S3,whip,,,,,'],
  ['a token that can be guessed', 'S3,whip,,ascii:geheim,,,'],
  ['a protocol nobody speaks', 'S3,sip,,,,,'],
])('%s is refused, naming its line', async (_what, line) => {
  await expect(importing(register, line)).rejects.toThrow(/^regel 2: /);
});

test('a municipality is none that a file makes up: all that are not there are named, nothing is taken in', async () => {
  const lines = [
    'M1,dc09,ABD1,,kast,haarlem,',
    'M2,dc09,ABD2,,kast,Haarlems,',
    'M3,dc09,ABD3,,kast,Nergens,',
  ];
  await expect(importing(register, ...lines)).rejects.toThrow(
    /^Haarlems, Nergens staan niet bij uw gemeenten/,
  );
  expect(await buttonOf('M1')).toBeUndefined();
  expect(await importing(register, lines[0]!)).toMatchObject({ added: 1 });
});
