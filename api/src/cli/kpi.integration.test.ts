// What `achterwacht kpi` and `achterwacht projections` print, and that a projection which does not say what the log says
// fails both; each is run once as a person does.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileCache } from '../../../tools/testing/compile-cache.ts';
import type { Config } from '../config.ts';
import { connect } from '../db/connect.ts';
import { limitsOf } from '../db/pools.ts';
import { createAnswerTimes } from '../supervision/answer-times.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { set } from '../testing/settings.ts';
import { keepAllUp } from '../testing/rounds.ts';
import { useKpi } from './as-system/use-kpi.ts';
import { useProjections } from './as-system/use-projections.ts';
import { inText } from './as-system/with-system.ts';

let centre: AlarmCentre;
let alarmId: string;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  // The command knows no clock but the machine's.
  centre.clock.set(new Date(Date.now() - 3_600_000).toISOString());
  ({ alarmId } = await centre.press(centre.buttons[0]));
  await centre.press(centre.buttons[1]);
  centre.clock.advance(12_000);
  await centre.ask(centre.anna, alarmId, { type: 'Claim', expectedVersion: 1 });
});
afterAll(() => centre.end());

const uses = { kpi: useKpi, projections: useProjections };

async function run(command: keyof typeof uses, ...args: string[]) {
  // One connection that was used for nothing else, as a command has it: statements kept from before a comparison would not
  // see its tables.
  const system = connect(centre.database.systemUrl, { name: 'command', ...limitsOf.verify });
  const config = {} as Config; // none of it is asked
  try {
    const { said, isRight } = await uses[command](
      { config, system, keys: centre.keys, json: false },
      args,
    );
    return { status: isRight ? 0 : 1, said: inText(said), complained: '' };
  } catch (error) {
    return { status: 1, said: '', complained: (error as Error).message };
  } finally {
    await system.end();
  }
}

async function asProcess(command: keyof typeof uses, ...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, `${command}.ts`), ...args], {
    env: {
      PATH: process.env['PATH'],
      ...compileCache,
      DATABASE_URL: centre.database.appUrl,
      DATABASE_SYSTEM_URL: centre.database.systemUrl,
      DATABASE_PUBLIC_URL: centre.database.appUrl,
      REDIS_URL: 'redis://127.0.0.1:1',
      ACHTERWACHT_KEYS: centre.keys.folder,
    },
  });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await exit, said, complained };
}

test('before anything was folded there is nothing to compare, and it says so', async () => {
  const { status, complained } = await asProcess('kpi', '--recompute');
  expect(status).toBe(1);
  expect(complained).toContain('nog niet opgebouwd');
  expect((await run('projections')).said).toContain('op 0, 3 achter  wordt opnieuw opgebouwd');
});

test('folded it is what the log says, in both; until somebody had a hand in a row', async () => {
  const report = () => Promise.reject(new Error('it stands still'));
  await keepAllUp({ ...centre, report }, [createAnswerTimes()]);
  const { status, said, complained } = await run('kpi', '--recompute');
  expect(complained).toBe('');
  expect(said).toContain('EN 50518, hold-up (niet geverifieerd)');
  expect(said).toContain('binnen 30 s: 1 van 2, norm 80 %: te weinig meldingen');
  expect(said).toContain('norm 98,5 %');
  expect(said).toContain('Gelijk aan het logboek: 2 alarmen uit 3 gebeurtenissen.');
  expect(status).toBe(0);
  await set(centre, 'norms', {
    first: 'own',
    own: {
      title: 'Afspraak met Haarlem',
      limits: [
        { seconds: 10, permille: 900 },
        { seconds: 15, permille: 990 },
      ],
    },
  });
  const own = (await run('kpi')).said;
  expect(own).toContain('Afspraak met Haarlem, waar');
  expect(own).toContain('binnen 10 s: 0 van 2, norm 90 %');
  expect(own).toContain('binnen 15 s: 1 van 2, norm 99 %');
  await set(centre, 'norms', { first: 'en-50518-hold-up', own: null });
  expect((await run('projections')).said).toContain('op 3, 0 achter  bij');
  expect(await run('projections', '--compare', 'answer-times')).toMatchObject({ status: 0 });

  await centre.database.superuser`
    update answer_times set claimed_at = claimed_at + interval '1 minute' where alarm_id = ${alarmId}`;
  expect((await run('kpi')).said).toContain('binnen 30 s: 0 van 2');
  const recomputed = await run('kpi', '--recompute');
  // What it prints is what the log says.
  expect(recomputed.said).toContain('binnen 30 s: 1 van 2');
  expect(recomputed).toMatchObject({ status: 1 });
  const compared = await asProcess('projections', '--compare', 'answer-times');
  expect(compared.said).toContain(`answer_times ${alarmId} is anders dan het logboek zegt`);
  expect(compared.status).toBe(1);
});

test('what is asked wrongly is told how', async () => {
  for (const noDay of ['gisteren', '2026-02-31'])
    expect((await run('kpi', '--from', noDay)).complained).toContain('2026-11-21');
  expect((await run('kpi', '--profile', 'x')).complained).toContain('bs-8484-2016');
  expect((await run('projections', '--compare', 'x')).complained).toContain('answer-times');
});

test('the year up to a 29th of February has a first day', async () => {
  const year = await asProcess('kpi', '--to', '2028-02-29');
  expect(year).toMatchObject({ status: 0, complained: '' });
  expect(year.said).toContain('EN 50518');
});
