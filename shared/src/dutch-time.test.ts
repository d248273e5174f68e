// Dutch clocks, on both days on which they change and on a machine whose own are elsewhere.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { dutchMoment, dutchTime } from './dutch-time.ts';

test.each(['America/New_York', 'Pacific/Kiritimati', 'UTC'])(
  'they are the same where the machine is set to %s',
  (zone) => {
    const program = `
      import { dutchMoment, dutchTime } from './dutch-time.ts';
      const moments = [dutchMoment('2026-03-29', '03:00'), dutchMoment('2026-10-25', '02:30')];
      console.log(JSON.stringify([new Date(0).getHours(), moments, moments.map(dutchTime)]));`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: import.meta.dirname,
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    });
    expect(JSON.parse(said)).toEqual([
      { 'America/New_York': 19, 'Pacific/Kiritimati': 13, UTC: 0 }[zone],
      ['2026-03-29T01:00:00.000Z', '2026-10-25T00:30:00.000Z'],
      ['2026-03-29 03:00:00', '2026-10-25 02:30:00'],
    ]);
  },
);

test.each([
  ['2026-07-01', '14:05', '2026-07-01T12:05:00.000Z'],
  ['2026-12-01', '14:05', '2026-12-01T13:05:00.000Z'],
  // In spring the clock goes from 02:00 to 03:00, in autumn from 03:00 to 02:00.
  ['2026-03-29', '01:59', '2026-03-29T00:59:00.000Z'],
  ['2026-03-29', '03:00', '2026-03-29T01:00:00.000Z'],
  ['2026-10-25', '01:59', '2026-10-24T23:59:00.000Z'],
  ['2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25', '03:30', '2026-10-25T02:30:00.000Z'],
])('%s %s is a moment, and is written so again', (day, time, moment) => {
  const found = dutchMoment(day, time)!;
  expect(found.toISOString()).toBe(moment);
  expect(dutchTime(found)).toBe(`${day} ${time}:00`);
});

test.each([
  ['', '12:00'],
  ['2026-02-30', '12:00'],
  ['2026-03-29', '02:30'],
  ['2026-07-01', ''],
])('%s %s is none', (day, time) => {
  expect(dutchMoment(day, time)).toBeNull();
});
