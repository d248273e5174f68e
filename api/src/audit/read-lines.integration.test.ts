// Twenty thousand looks and as many changes: what a page, a filter and a search read of them, counted by the database
// itself and not by a clock. `read-lines.drill` measures a hundred thousand.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditQuery } from '@achterwacht/shared/routes/audit.ts';
import { subjectsInLog } from '../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { addManyLines, manyQuestions, type ManyLines } from '../testing/many-lines.ts';
import { createAuditChanges } from './changes.ts';
import { readLines } from './read-lines.ts';

const many = 20_000;
const { version } = createAuditChanges(subjectsInLog);
let centre: AlarmCentre;
let seldom: ManyLines;
beforeAll(async () => {
  centre = await openAlarmCentre();
  seldom = await addManyLines(centre, many, version);
});
afterAll(() => centre.end());

const inAudit = <T>(read: (tx: Parameters<typeof readLines>[0]) => Promise<T>) =>
  centre.asActor(centre.dirk, 'audit.read', read);
const page = (tx: Parameters<typeof readLines>[0], query: AuditQuery) =>
  readLines(tx, query, { centreId: centre.centreId, version, namesHolders: true, limit: 50 });

/** Rows of both tables that the database fetches for it, whatever the planner chose. */
const rowsRead = (query: AuditQuery): Promise<number> =>
  inAudit(async (tx) => {
    const fetched = async () => {
      const [row] = await tx.sql<[{ count: number }]>`
        select sum(seq_tup_read + idx_tup_fetch)::int as count from pg_stat_xact_user_tables
        where relname in ('access_log', 'audit_changes')`;
      return row.count;
    };
    const before = await fetched();
    await page(tx, query);
    return (await fetched()) - before;
  });

test('a page, a filter and a search read no more than a few pages, wherever in the years it stands', async () => {
  const read: [string, number][] = [];
  for (const [question, query] of manyQuestions(seldom))
    read.push([question, await rowsRead(query)]);
  expect(read.filter(([, rows]) => rows > 3_000)).toEqual([]);
});

test('what is seldom is found, and what is common newest first', async () => {
  const found = async (query: AuditQuery) => (await inAudit((tx) => page(tx, query))).lines;
  for (const query of [
    { search: 'ZELDA' },
    { search: seldom.object },
    { by: seldom.by },
    { object: seldom.object },
  ])
    expect((await found(query)).map(({ action, type }) => action ?? type)).toEqual([
      'retention.set',
      'MemberInvited',
    ]);
  expect(await found({ search: '192.0.2.77' })).toHaveLength(1);
  expect(await found({ outcome: 'failed' })).toHaveLength(1);
  expect(await found({ group: 'machine' })).toHaveLength(1);
  const common = await found({ search: 'medewerker 7' });
  expect(common).toHaveLength(50);
  expect(common.map(({ at }) => at)).toEqual(
    common
      .map(({ at }) => at)
      .toSorted()
      .reverse(),
  );
  expect(new Set(common.map(({ by }) => by.name))).toEqual(new Set(['Medewerker 7']));
});
