import { expect, test } from 'vitest';
import { tasksFor, type Task, type TaskKind } from './tasks.ts';

const task = (kind: TaskKind, dueAt: string | null = null): Task => ({ kind, about: null, dueAt });

test('setting up comes first, in the order of the table', () => {
  const found = [task('proposal-waits'), task('officer'), task('nobody-paged')];
  expect(tasksFor('administrator', found).map(({ kind }) => kind)).toEqual([
    'nobody-paged',
    'officer',
    'proposal-waits',
  ]);
});

test('then what is due first, and last what has no day', () => {
  const found = [
    task('proposal-waits'),
    task('proposal-waits', '2026-12-02T08:00:00.000Z'),
    task('proposal-waits', '2026-12-01T08:00:00.000Z'),
  ];
  expect(tasksFor('administrator', found).map(({ dueAt }) => dueAt)).toEqual([
    '2026-12-01T08:00:00.000Z',
    '2026-12-02T08:00:00.000Z',
    null,
  ]);
});

test('nobody is shown what he may not do', () => {
  expect(tasksFor('supervisor', [task('proposal-waits'), task('centralists')])).toEqual([]);
});
