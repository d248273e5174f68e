// A hundred thousand looks and as many changes, by the clock: `read-lines.integration` counts what is read.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { subjectsInLog } from '../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { addManyLines, manyQuestions, type ManyLines } from '../testing/many-lines.ts';
import { createAuditChanges } from './changes.ts';
import { linesAsCsv } from './lines-as-csv.ts';
import { readLines } from './read-lines.ts';

const many = 100_000;
const mostMilliseconds = 200;
const { version } = createAuditChanges(subjectsInLog);
let centre: AlarmCentre;
let seldom: ManyLines;
beforeAll(async () => {
  centre = await openAlarmCentre();
  seldom = await addManyLines(centre, many, version);
}, 120_000);
afterAll(() => centre.end());

const page = (query: Parameters<typeof readLines>[1], limit: number) =>
  centre.asActor(centre.dirk, 'audit.read', (tx) =>
    readLines(tx, query, { centreId: centre.centreId, version, namesHolders: true, limit }),
  );

test('a page, a filter and a search are answered within 200 ms', async () => {
  const took: [string, number][] = [];
  for (const [question, query] of manyQuestions(seldom)) {
    const times: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      const began = performance.now();
      await page(query, 50);
      times.push(performance.now() - began);
    }
    took.push([question, Math.round(times.toSorted((one, other) => one - other)[2]!)]);
  }
  console.info(took.map(([question, ms]) => `${ms} ms  ${question}`).join('\n'));
  expect(took.filter(([, ms]) => ms > mostMilliseconds)).toEqual([]);
});

test('a slice of an export is written in a few milliseconds of the loop', async () => {
  const { lines } = await page({}, 500);
  const times = Array.from({ length: 20 }, () => {
    const began = performance.now();
    linesAsCsv(lines);
    return performance.now() - began;
  });
  const median = times.toSorted((one, other) => one - other)[10]!;
  console.info(`${lines.length} lines as CSV: ${median.toFixed(1)} ms`);
  expect(median).toBeLessThan(20);
});
