import { describe, expect, it, test } from 'vitest';
import type { Answer } from './client.ts';
import { SendQueue, type Storage, type Waiting } from './send-queue.ts';

const report = (status: 'received' | 'under-way' | 'on-scene'): Waiting => ({
  kind: 'report',
  body: { status, statedAt: '2026-03-02T08:10:00.000Z', reference: null },
});
const ok: Answer<null> = { status: 'ok', value: null };

function open(answers: Answer<null>[], storage = memory()) {
  const sent: Waiting[] = [];
  const page: { alarm: number | null } = { alarm: 1001 };
  const queue = new SendQueue(
    storage,
    async (item) => {
      sent.push(item);
      return answers.shift() ?? ok;
    },
    () => page.alarm,
  );
  return { queue, sent, storage, page };
}

function memory(): Storage {
  let kept: string | null = null;
  return { read: () => kept, write: (text) => (kept = text) };
}

test('sends in the order of the presses', async () => {
  const { queue, sent } = open([]);
  queue.add(report('received'), 1001);
  queue.add(report('under-way'), 1001);
  expect(await queue.flush()).toEqual({ left: 0, refused: [], ended: false });
  expect(sent).toEqual([report('received'), report('under-way')]);
});

describe('without a line', () => {
  it('keeps everything, and tries the same one again', async () => {
    const { queue, sent } = open([{ status: 'offline' }, ok, ok]);
    queue.add(report('received'), 1001);
    queue.add(report('on-scene'), 1001);
    expect((await queue.flush()).left).toBe(2);
    expect((await queue.flush()).left).toBe(0);
    expect(sent).toEqual([report('received'), report('received'), report('on-scene')]);
  });

  it('keeps it over a reload', async () => {
    const { queue, storage } = open([{ status: 'offline' }]);
    queue.add(report('on-scene'), 1001);
    queue.add({ kind: 'message', text: 'bij de voordeur' }, 1001);
    await queue.flush();
    const again = open([], storage);
    expect(again.queue.items).toHaveLength(2);
    await again.queue.flush();
    expect(again.sent).toEqual([report('on-scene'), { kind: 'message', text: 'bij de voordeur' }]);
    expect(open([], storage).queue.items).toEqual([]);
  });
});

it('says what was refused and goes on', async () => {
  const { queue, sent } = open([{ status: 'refused', why: 'Dit alarm is al afgehandeld.' }, ok]);
  queue.add(report('received'), 1001);
  queue.add(report('under-way'), 1001);
  expect(await queue.flush()).toEqual({
    left: 0,
    refused: ['Dit alarm is al afgehandeld.'],
    ended: false,
  });
  expect(sent).toHaveLength(2);
});

it('stops at a link that ended, and keeps what it could not say', async () => {
  const { queue } = open([{ status: 'ended', centre: null }]);
  queue.add(report('received'), 1001);
  expect(await queue.flush()).toEqual({ left: 1, refused: [], ended: true });
});

it('never sends one twice at once', async () => {
  let answer: (value: Answer<null>) => void = () => {};
  const sent: Waiting[] = [];
  const queue = new SendQueue(
    memory(),
    (item) => {
      sent.push(item);
      return new Promise((resolve) => (answer = resolve));
    },
    () => 1001,
  );
  queue.add(report('received'), 1001);
  const first = queue.flush();
  const second = queue.flush();
  expect(sent).toHaveLength(1);
  answer(ok);
  expect(await first).toEqual(await second);
  expect(sent).toHaveLength(1);
});

it('does not stumble over what somebody else wrote there', () => {
  const odd: Storage = { read: () => '{"a":', write: () => {} };
  expect(
    new SendQueue(
      odd,
      async () => ok,
      () => null,
    ).items,
  ).toEqual([]);
  const wrong: Storage = {
    read: () => '[{"kind":"report","body":{}},{"kind":"x"}]',
    write: () => {},
  };
  expect(
    new SendQueue(
      wrong,
      async () => ok,
      () => null,
    ).items,
  ).toEqual([]);
});

describe('of another alarm than the page is about now', () => {
  it('is left behind and counted; what is about this one goes', async () => {
    const { queue, sent, page } = open([]);
    queue.add(report('received'), 1001);
    page.alarm = 1002;
    queue.add(report('on-scene'), 1002);
    expect(queue.leaveBehind(1002)).toBe(1);
    await queue.flush();
    expect(sent).toEqual([report('on-scene')]);
  });

  it('also after a reload, and all of it once the link is over', () => {
    const { queue, storage } = open([]);
    queue.add(report('received'), 1001);
    queue.add({ kind: 'message', text: 'bij de voordeur' }, 1001);
    const again = open([], storage);
    expect(again.queue.leaveBehind(1001)).toBe(0);
    expect(again.queue.leaveBehind(null)).toBe(2);
    expect(open([], storage).queue.items).toEqual([]);
  });

  it('stays behind when the other link is opened while something is being sent', async () => {
    let answer: (value: Answer<null>) => void = () => {};
    const sent: Waiting[] = [];
    const page: { alarm: number | null } = { alarm: 1001 };
    const queue = new SendQueue(
      memory(),
      (item) => {
        sent.push(item);
        return new Promise((resolve) => (answer = resolve));
      },
      () => page.alarm,
    );
    queue.add(report('received'), 1001);
    queue.add({ kind: 'message', text: 'bij de voordeur' }, 1001);
    const flushed = queue.flush();
    page.alarm = null;
    answer(ok);
    expect((await flushed).left).toBe(1);
    page.alarm = 1002;
    await queue.flush();
    expect(sent).toEqual([report('received')]);
  });
});
