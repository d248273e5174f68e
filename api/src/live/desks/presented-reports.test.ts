// Reports that something is painted, between the desks and the database: the first one counts.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { Visitor } from '../../access/as-actor.ts';
import { createPresentedReports, type PresentedReports } from './presented-reports.ts';

const anna: Visitor = {
  type: 'person',
  id: randomUUID(),
  name: 'Anna',
  role: 'centralist',
  centreId: randomUUID(),
  municipalityId: null,
};
const bram: Visitor = { ...anna, id: randomUUID(), name: 'Bram' };
const elsewhere: Visitor = { ...bram, centreId: randomUUID() };

let told: { visitor: Visitor; alarmId: string }[];
/** Those that the database works on. */
let open: PromiseWithResolvers<void>[];
let mostOpen: number;
let errors: unknown[];
let reports: PresentedReports;
beforeEach(() => {
  told = [];
  open = [];
  mostOpen = 0;
  errors = [];
  reports = createPresentedReports(
    (report) => {
      told.push(report);
      const work = Promise.withResolvers<void>();
      open.push(work);
      mostOpen = Math.max(mostOpen, open.length);
      return work.promise;
    },
    (error) => errors.push(error),
  );
});
const turn = () => new Promise((resolve) => setImmediate(resolve));
async function finish(): Promise<void> {
  for (; open.length > 0; await turn()) open.shift()?.resolve();
}

test('F3 ten thousand reports of one press are one question to the database', async () => {
  const alarmId = randomUUID();
  for (let count = 0; count < 10_000; count += 1) reports.take(count % 2 ? anna : bram, alarmId);
  await finish();
  for (let count = 0; count < 10_000; count += 1) reports.take(anna, alarmId);
  await finish();
  expect(told).toEqual([{ visitor: bram, alarmId }]);
});

test('F3 of as many presses there are two at a time, and a queue that ends', async () => {
  for (let count = 0; count < 10_000; count += 1) reports.take(anna, randomUUID());
  await finish();
  expect(mostOpen).toBe(2);
  expect(told.length).toBeLessThanOrEqual(502);
});

test('another centre’s desk keeps nobody’s report out', async () => {
  const alarmId = randomUUID();
  reports.take(elsewhere, alarmId);
  reports.take(anna, alarmId);
  await finish();
  expect(told.map(({ visitor }) => visitor.centreId)).toEqual([elsewhere.centreId, anna.centreId]);
});

test('one that failed is said, and the next desk’s word counts', async () => {
  const alarmId = randomUUID();
  reports.take(anna, alarmId);
  open.shift()?.reject(new Error('no database'));
  await turn();
  expect(errors).toHaveLength(1);
  reports.take(bram, alarmId);
  await finish();
  expect(told.map(({ visitor }) => visitor.name)).toEqual(['Anna', 'Bram']);
});
