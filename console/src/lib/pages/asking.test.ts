// What a page asked for, a list of many, a form that is sent: whichever answer comes last, whatever fails between.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../api.ts';
import type { ListPage, ListQuestion } from './paged-list.svelte.ts';

// What the compiler makes of runes is of no matter here: a value is a value.
vi.stubGlobal(
  '$state',
  Object.assign((value: unknown) => value, { raw: (value: unknown) => value }),
);
const { baseLocale, overwriteGetLocale } = await import('../paraglide/runtime.js');
const { Loaded } = await import('./loaded.svelte.ts');
const { PagedList } = await import('./paged-list.svelte.ts');
const { Sending } = await import('./sending.svelte.ts');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  overwriteGetLocale(() => baseLocale);
});

const noLine = () => Promise.reject(new ApiError(0, 'offline'));

test('the last question counts, whichever answer comes last', async () => {
  const first = Promise.withResolvers<string>();
  const second = Promise.withResolvers<string>();
  const answers = [first, second];
  const loaded = new Loaded(() => answers.shift()!.promise);
  const both = [loaded.load(), loaded.load()];
  second.resolve('new');
  first.resolve('old');
  await Promise.all(both);
  expect(loaded.value).toBe('new');
});

test('what was known stays when a later question fails, with its own time', async () => {
  vi.setSystemTime('2026-11-29T20:00:00Z');
  const answers = [() => Promise.resolve('known'), noLine, () => Promise.resolve('newer')];
  const loaded = new Loaded(() => answers.shift()!());
  await loaded.load();
  vi.setSystemTime('2026-11-29T20:01:00Z');
  await loaded.load();
  expect([loaded.value, loaded.problem]).toEqual(['known', 'Geen verbinding met de server.']);
  expect(loaded.at?.toISOString()).toBe('2026-11-29T20:00:00.000Z');
  await loaded.load();
  expect([loaded.value, loaded.problem]).toEqual(['newer', null]);
});

type Row = { id: string };
const page = (first: number, count: number, next: string | null): ListPage<Row> => ({
  rows: Array.from({ length: count }, (_, index) => ({ id: String(first + index) })),
  next,
  total: null,
});

test('what it is narrowed to goes into an address and comes back out of it', async () => {
  const asked: ListQuestion<{ role: string; status: string }>[] = [];
  const list = () =>
    new PagedList<Row, { role: string; status: string }>(
      (question) => {
        asked.push(question);
        return Promise.resolve(page(0, 1, null));
      },
      { role: '', status: 'active' },
    );
  const left = list();
  await left.load();
  expect(left.query).toBe('');
  left.narrow({ role: 'griffier', status: '' });
  left.lookFor(' an & na ');
  await left.load();
  expect(left.query).toBe('?search=an+%26+na&role=griffier&status=');
  const found = list();
  found.begin(`${left.query}&unknown=1`);
  await found.load();
  expect(asked.at(-1)).toMatchObject({
    search: 'an & na',
    filters: { role: 'griffier', status: '' },
  });
  expect(asked.at(-1)?.filters).not.toHaveProperty('unknown');
  expect([found.query, found.isNarrowed]).toEqual([left.query, true]);
  found.widen();
  expect(found.query).toBe('');
});

test('whoever types is asked for once, and what he looks for begins at the first page', async () => {
  const asked: ListQuestion<{ role: string }>[] = [];
  const list = new PagedList<Row, { role: string }>(
    (question) => {
      asked.push(question);
      return Promise.resolve(question.cursor ? page(50, 1, null) : page(0, 50, 'next'));
    },
    { role: '' },
  );
  await list.load();
  await list.more();
  expect(list.value).toHaveLength(51);
  for (const text of ['a', 'an', 'ann']) list.lookFor(text);
  await vi.advanceTimersByTimeAsync(199);
  expect(asked).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.at(-1)).toMatchObject({ search: 'ann', cursor: undefined });
  expect(list.value).toHaveLength(50);
  list.narrow({ role: 'centralist' });
  expect(asked.at(-1)).toMatchObject({ search: 'ann', filters: { role: 'centralist' } });
  expect(list.isNarrowed).toBe(true);
  list.widen();
  expect(asked.at(-1)).toMatchObject({ search: '', filters: { role: '' } });
  expect(list.isNarrowed).toBe(false);
});

test('more that cannot be had takes nothing away and can be asked again', async () => {
  const answers = [
    () => Promise.resolve(page(0, 50, 'next')),
    noLine,
    () => Promise.resolve(page(50, 2, null)),
  ];
  const list = new PagedList<Row>(() => answers.shift()!());
  await list.load();
  await list.more();
  expect([list.value?.length, list.hasMore, list.problem !== null]).toEqual([50, true, true]);
  await list.more();
  expect([list.value?.length, list.hasMore, list.problem]).toEqual([52, false, null]);
});

test('a form is never sent twice at a time, and says when nobody knows whether it was done', async () => {
  const sending = new Sending();
  const answer = Promise.withResolvers<string>();
  const sent = sending.send(() => answer.promise);
  expect(sending.busy).toBe(true);
  expect(await sending.send(() => Promise.resolve('twice'))).toBeNull();
  answer.resolve('done');
  expect(await sent).toBe('done');
  expect(await sending.send(() => Promise.reject(new ApiError(0, 'timeout')))).toBeNull();
  expect(sending.problem).toContain('Het kan toch gelukt zijn');
  expect(await sending.send(noLine)).toBeNull();
  expect([sending.problem, sending.busy]).toEqual(['Geen verbinding met de server.', false]);
});

test('why something failed is said in the language in which it is read, also when that changes', async () => {
  const [loaded, list, sending] = [
    new Loaded(noLine),
    new PagedList(() => noLine()),
    new Sending(),
  ];
  await Promise.all([loaded.load(), list.load(), sending.send(noLine)]);
  overwriteGetLocale(() => 'en');
  const said = 'No connection to the server.';
  expect([loaded.problem, list.problem, sending.problem]).toEqual([said, said, said]);
});
