// `achterwacht alarms` as a person runs it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileCache } from '../../../tools/testing/compile-cache.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
});
afterEach(() => centre.end());

test('one line an alarm, with who has it; nobody, where it was never taken', async () => {
  await centre.press(centre.buttons[0]);
  const { alarmId } = await centre.press(centre.buttons[1]);
  await centre.ask(centre.anna, alarmId, { type: 'Claim', expectedVersion: 1 });
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'alarms.ts')],
    {
      env: {
        PATH: process.env['PATH'],
        ...compileCache,
        DATABASE_URL: centre.database.appUrl,
        DATABASE_SYSTEM_URL: centre.database.systemUrl,
        DATABASE_PUBLIC_URL: centre.database.publicUrl,
        REDIS_URL: 'redis://127.0.0.1:1',
        ACHTERWACHT_KEYS: centre.keys.folder,
      },
    },
  );
  expect(stderr).toBe('');
  const lines = stdout.trim().split('\n');
  expect(lines[0]).toMatch(/^#\d+ raised .* niet aangenomen$/);
  expect(lines[1]).toMatch(/^#\d+ claimed .* Anna/);
});
