// The press before the first leaves nothing behind but open lines.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openLogger } from '../../logger.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { rehearsePresses } from './rehearse.ts';

let centre: AlarmCentre;
afterEach(() => centre.end());

test('it goes as far as an alarm on every line, and nothing of it is kept', async () => {
  centre = await openAlarmCentre();
  const { system, clock, keys, log } = centre;
  const keysBefore = keyFiles();
  const statements: string[] = [];
  const watched = {
    ...system,
    transaction: ((work, kind) =>
      system.transaction(
        (tx) =>
          work({
            ...tx,
            sql: new Proxy(tx.sql, {
              apply: (sql, self, given: [TemplateStringsArray]) => {
                statements.push(given[0].join('?'));
                return Reflect.apply(sql, self, given) as unknown;
              },
            }),
          }),
        kind,
      )) as typeof system.transaction,
  };
  const before = await everything();

  await rehearsePresses({ system: watched, clock, keys, log }, 4);

  for (const step of ['read_press', 'insert into messages', 'insert into alarms'])
    expect(statements.filter((statement) => statement.includes(step)).length, step).toBeGreaterThan(
      3,
    );
  expect(await everything()).toEqual(before);
  expect(keyFiles()).toEqual(keysBefore);
  const { events } = await centre.press();
  expect(events[0]).toMatchObject({ type: 'AlarmRaised', data: { number: 1001 } });

  function keyFiles(): string[] {
    const folder = join(keys.folder, 'subjects');
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  }
  async function everything() {
    const counted = await centre.database.superuser<{ table: string; rows: string }[]>`
      select relname as table, (xpath('/row/c/text()', query_to_xml(
        format('select count(*) as c from %I', relname), false, true, '')))[1]::text as rows
      from pg_stat_user_tables where schemaname = 'public' order by relname`;
    return counted.map(({ table, rows }) => `${table} ${rows}`);
  }
});

test('a start goes on without it, and says so', async () => {
  centre = await openAlarmCentre();
  const { clock, keys } = centre;
  const said: string[] = [];
  const log = Object.assign(openLogger('silent'), {
    warn: (_what: object, words: string) => void said.push(words),
  });
  const broken = { ...centre.system, transaction: () => Promise.reject(new Error('broken')) };
  await rehearsePresses({ system: broken, clock, keys, log }, 1);
  expect(said.join()).toContain('the first is slow');
});
