// Effects on their way out: at least once, with the same id, and never of anything that is not real.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { alarmMode, type AlarmMode } from '@achterwacht/shared/alarm/raising/state.ts';
import { readLog } from '../alarms/alarm-queries.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { sweep } from '../testing/rounds.ts';
import { outboxInWords } from '../cli/as-system/outbox-in-words.ts';
import { set } from '../testing/settings.ts';
import { listEffects } from './list-effects.ts';
import { createOutbox, type Delivery, type DueEffect, type Handlers } from './outbox.ts';

let centre: AlarmCentre;
let alarmId: string;
/** What reached the receiver, in order. */
let received: DueEffect[];
let receive: (effect: DueEffect) => Promise<Delivery>;
beforeEach(async () => {
  centre = await openAlarmCentre();
  ({ alarmId } = await centre.press());
  received = [];
  receive = async () => ({ status: 'sent' });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await centre.end();
});

const handlers: Handlers = {
  'page-supervisor': (effect) => {
    received.push(effect);
    return receive(effect);
  },
  'page-on-call': async () => ({ status: 'withheld', why: 'no-gateway' }),
  'draft-incident': (effect) => receive(effect),
  'tell-administrator': async () => ({ status: 'sent' }),
  'mail-invitation': async () => ({ status: 'sent' }),
  'tell-papers-end': async () => ({ status: 'sent' }),
  'tell-factor-reset': async () => ({ status: 'sent' }),
  'tell-no-administrator': async () => ({ status: 'sent' }),
  'police-webhook': async () => ({ status: 'sent' }),
};
const parts = () => ({
  system: centre.system,
  clock: centre.clock,
  handlers,
  handleCommand: centre.handleCommand,
  log: centre.log,
});
/** One round, and the end of all it started. */
async function carryOut(these = parts()): Promise<number> {
  const outbox = createOutbox(these);
  const started = await outbox.round();
  await outbox.settled();
  return started;
}
const round = () => carryOut();
const after = (seconds: number) => centre.clock.advance(seconds * 1000);
const refuses = () => Promise.reject(new Error('bezet'));

async function addEffect(mode: AlarmMode = 'real', kind = 'page-supervisor'): Promise<string> {
  const id = randomUUID();
  const now = centre.clock.now().toISOString();
  await centre.system.sql`
    insert into log.effects (id, centre_id, stream_id, kind, mode, recipient, text, status, created_at,
      next_attempt_at)
    values (${id}, ${centre.centreId}, ${alarmId}, ${kind}, ${mode}, 'supervisor', 'Alarm wacht',
      'waiting', ${now}, ${now})`;
  return id;
}
const entries = () => centre.asActor(centre.dirk, 'outbox.read', (tx) => listEffects(tx));
const failures = async () =>
  (await centre.asActor(centre.anna, 'alarm.read', (tx) =>
    readLog(tx, centre.keys, alarmId),
  ))!.filter(({ type }) => type === 'EffectFailed');

test('sent once, and written down when', async () => {
  const id = await addEffect();
  after(3);
  expect(await round()).toBe(1);
  expect(await round()).toBe(0);
  expect(received.map((effect) => effect.id)).toEqual([id]);
  expect(await entries()).toMatchObject([
    { id, status: 'sent', attempts: 1, sentAt: '2026-03-02T08:00:03.000Z', nextAttemptAt: null },
  ]);
});

test('what an alarm asks for goes out by itself, and is printed in the centre’s language', async () => {
  const printed = async () => outboxInWords(centre.system, await entries());
  expect(await printed()).toBe('Er is nog niets verstuurd en er wacht niets.');
  after(20);
  const deadline = { type: 'DeadlineReached', kind: 'unclaimed-supervisor', revision: 1 } as const;
  await centre.handleCommand.forSystem({ part: 'sweep' }, alarmId, deadline);
  await round();
  expect(received).toMatchObject([{ kind: 'page-supervisor', alarmId, mode: 'real', attempts: 1 }]);
  expect(await printed()).toMatch(/Verstuurd +dienstdoende supervisor +Alarm \d+ wacht te lang/);
  await set(centre, 'languages', { offered: ['en'], usual: 'en' });
  expect(await printed()).toMatch(/Sent +\w.* +Alarm \d+ has waited too long/);
  expect(await outboxInWords(centre.system, [])).toMatch(/^Nothing has been sent/);
});

describe('a receiver that refuses', () => {
  test('is asked again after 1, 2, 4 … s up to a minute, with the same id', async () => {
    const id = await addEffect();
    receive = refuses;
    const asked: number[] = [];
    for (let second = 0; second <= 200; second += 1) {
      if ((await round()) > 0) asked.push(second);
      after(1);
    }
    expect(asked).toEqual([0, 1, 3, 7, 15, 31, 63, 123]);
    expect(new Set(received.map((effect) => effect.id))).toEqual(new Set([id]));
  });

  test('in the end is given up, and the alarm’s owner sees it', async () => {
    const id = await addEffect();
    receive = refuses;
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      await round();
      after(60);
    }
    expect(await failures()).toEqual([]);
    await round();
    expect(await entries()).toMatchObject([
      { id, status: 'failed', attempts: 8, nextAttemptAt: null, lastError: 'bezet' },
    ]);
    expect(await failures()).toMatchObject([
      { data: { effectId: id, effectKind: 'page-supervisor', attempts: 8 } },
    ]);
    after(3600);
    expect(await round()).toBe(0);
  });

  test('A16 a file of an incident is never given up: said once, and made when it can be', async () => {
    const id = await addEffect('real', 'draft-incident');
    receive = refuses;
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      await round();
      after(60);
    }
    expect(await failures()).toMatchObject([{ data: { effectId: id, attempts: 8 } }]);
    receive = async () => ({ status: 'sent' });
    await round();
    expect(await entries()).toMatchObject([{ id, status: 'sent', attempts: 21, lastError: null }]);
  });

  test('gives up out loud or not at all: a cut in between is made up for', async () => {
    await addEffect();
    receive = refuses;
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      await round();
      after(60);
    }
    const cut = { forSystem: () => Promise.reject(new Error('cut off')) };
    const dying = { ...parts(), handleCommand: { ...centre.handleCommand, ...cut } };
    await carryOut(dying);
    expect(await entries()).toMatchObject([{ status: 'waiting' }]);
    after(60);
    await round();
    expect(await failures()).toHaveLength(1);
    expect(await entries()).toMatchObject([{ status: 'failed' }]);
  });

  test('then takes it: sent, and the error is history', async () => {
    await addEffect();
    receive = refuses;
    await round();
    after(1);
    receive = async () => ({ status: 'sent' });
    await round();
    expect(await entries()).toMatchObject([{ status: 'sent', attempts: 2, lastError: null }]);
    expect(await failures()).toEqual([]);
  });
});

describe('a receiver that hangs', () => {
  /** Lets the ten seconds of every attempt pass when the test says so. */
  function movableTimeouts(): { pass(): void } {
    const controllers: AbortController[] = [];
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
      expect(milliseconds).toBe(10_000);
      const controller = new AbortController();
      controllers.push(controller);
      return controller.signal;
    });
    return {
      pass: () => {
        for (const controller of controllers)
          controller.abort(new DOMException('timed out', 'TimeoutError'));
      },
    };
  }

  test('counts as one that refused, even when it ignores that its time is up', async () => {
    const timeouts = movableTimeouts();
    await addEffect();
    let reached = () => {};
    const isReached = new Promise<void>((resolve) => (reached = resolve));
    receive = () => {
      reached();
      return new Promise(() => {});
    };
    const running = round();
    await isReached;
    timeouts.pass();
    expect(await running).toBe(1);
    expect(await entries()).toMatchObject([{ status: 'waiting', attempts: 1 }]);
  });

  test('keeps no other effect from going out, neither now nor in the next round', async () => {
    const timeouts = movableTimeouts();
    const hanging = await addEffect();
    const other = await addEffect();
    receive = async (effect) => {
      if (effect.id === hanging) return new Promise(() => {});
      return { status: 'sent' };
    };
    const outbox = createOutbox(parts());
    expect(await outbox.round()).toBe(2);
    await sentOf(other);
    const later = await addEffect();
    expect(await outbox.round()).toBe(1);
    await sentOf(later);
    timeouts.pass();
    await outbox.settled();
    expect(await statuses()).toEqual({ [hanging]: 'waiting', [other]: 'sent', [later]: 'sent' });
  });

  test('a hundred of them hold up their own kind, and never another', async () => {
    const timeouts = movableTimeouts();
    for (let count = 0; count < 100; count += 1) await addEffect();
    receive = () => new Promise(() => {});
    const outbox = createOutbox(parts());
    expect(await outbox.round()).toBe(10);
    expect(await outbox.round()).toBe(0);
    const other = await addEffect('real', 'page-on-call');
    expect(await outbox.round()).toBe(1);
    await vi.waitFor(async () => expect((await statuses())[other]).toBe('withheld'));
    timeouts.pass();
    await outbox.settled();
    expect(await outbox.round()).toBe(10);
    timeouts.pass();
    await outbox.settled();
  });

  const statuses = async () =>
    Object.fromEntries(
      (
        await centre.system.sql<
          { id: string; status: string }[]
        >`select id, status from log.effects`
      ).map((row) => [row.id, row.status]),
    );
  const sentOf = (id: string) =>
    vi.waitFor(async () => expect((await statuses())[id]).toBe('sent'));
});

describe('whoever dies in the middle', () => {
  test('is followed after twenty seconds, with the same id', async () => {
    const id = await addEffect();
    const dead = { ...parts(), system: withoutAnswer(centre) };
    await carryOut(dead);
    expect(received.map((effect) => effect.id)).toEqual([id]);
    after(19);
    expect(await round()).toBe(0);
    after(1);
    expect(await round()).toBe(1);
    expect(received.map((effect) => effect.id)).toEqual([id, id]);
    expect(await entries()).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  /** The process whose connection goes after it took its effects. */
  function withoutAnswer({ system }: AlarmCentre): AlarmCentre['system'] {
    let statements = 0;
    const sql = new Proxy(system.sql, {
      apply: (target, self, args) => {
        statements += 1;
        // What is due, the taking of it, and then no more.
        if (statements > 2) return Promise.reject(new Error('gone'));
        return Reflect.apply(target, self, args) as unknown;
      },
    });
    return { ...system, sql };
  }
});

test('two processes at once send each effect once', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => addEffect()));
  await Promise.all([round(), round()]);
  expect(received.map((effect) => effect.id).sort()).toEqual(ids.sort());
});

describe('nothing leaves the building that is not real', () => {
  test.each(alarmMode.options.filter((mode) => mode !== 'real'))('%s', async (mode) => {
    await addEffect(mode);
    await round();
    expect(received).toEqual([]);
    expect(await entries()).toMatchObject([{ status: 'withheld', lastError: mode }]);
    after(3600);
    expect(await round()).toBe(0);
  });
});

test('without a gateway it is withheld, and shown with the reason', async () => {
  await addEffect('real', 'page-on-call');
  await round();
  expect(await entries()).toMatchObject([
    { status: 'withheld', lastError: 'no-gateway', sentAt: null },
  ]);
});

test('what the same step of two alarms asks for, and each step of one, goes out under an id of its own', async () => {
  const other = await openAlarmCentre({ buttons: 2 });
  const asked: DueEffect[] = [];
  const page = async (effect: DueEffect): Promise<Delivery> => {
    asked.push(effect);
    return { status: 'sent' };
  };
  const both = { ...handlers, 'page-supervisor': page, 'page-on-call': page };
  await Promise.all(other.buttons.map((button) => other.press(button)));
  for (let minutes = 0; minutes < 40; minutes += 1) {
    other.clock.advance(60_000);
    await sweep({ ...other, arm: async () => {} });
    await carryOut({ ...other, handlers: both });
  }
  await other.end();
  const ofAlarms = new Set(asked.map(({ alarmId: id }) => id));
  expect(ofAlarms.size).toBe(2);
  expect(asked.length).toBeGreaterThan(4);
  // As its receiver knows a repeat by it, two of one id would be one page.
  expect(new Set(asked.map(({ id }) => id)).size).toBe(asked.length);
});
