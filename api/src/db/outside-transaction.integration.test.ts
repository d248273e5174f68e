// Whoever holds locks speaks to nobody outside: every door is shut while a transaction is open, and open behind it.
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectMediaControl } from '../listen-in/media-control.ts';
import { openBus } from '../live/feed/bus.ts';
import { openLive } from '../live/open-live.ts';
import { serveTiles } from '../map/tile-proxy.ts';
import { printReport } from '../municipality/documents/print-report.ts';
import { createMail } from '../notify/mail.ts';
import { createSms } from '../notify/sms.ts';
import { post } from '../outward/post.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { subjectsWithDeadlines, type ReachDue } from '../timers/sweep.ts';
import { openWakeUps } from '../timers/wake-ups.ts';

/** Nobody is behind any of them: a door that is not shut says so in words of its own. */
const nobody = new URL('http://127.0.0.1:1');
const redis = { path: '/nonexistent/redis.sock' };
const soon = () => AbortSignal.timeout(5_000);
const message = {
  id: randomUUID(),
  to: 'iemand@example.nl',
  subject: 'x',
  text: 'Alarm 1042 wacht.',
};

let centre: AlarmCentre;
let bus: ReturnType<typeof openBus>;
let live: Awaited<ReturnType<typeof openLive>>;
let wakeUps: ReturnType<typeof openWakeUps>;
const http = Fastify();
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 1 });
  const { keys, clock, log, system } = centre;
  const ignore = () => {};
  bus = openBus({
    address: redis,
    master: keys.master,
    onNews: ignore,
    onState: ignore,
    onRefused: ignore,
  });
  live = await openLive({ background: system, keys, clock, log, redis, countRefused: ignore });
  wakeUps = openWakeUps({
    redis,
    clock,
    reachDue: Object.fromEntries(
      subjectsWithDeadlines.map((name) => [name, async () => {}]),
    ) as unknown as ReachDue,
    log,
  });
  http.setValidatorCompiler(validatorCompiler);
  http.setSerializerCompiler(serializerCompiler);
  const whoIs = () => Promise.resolve({ visitor: centre.anna });
  const authentication = { whoIs } as unknown as Parameters<typeof serveTiles>[1]['authentication'];
  serveTiles(http, { authentication, cacheFolder: '/nonexistent', log });
});
afterAll(async () => {
  await Promise.all([bus.close(), live.close(), wakeUps.close(), http.close()]);
  await centre.end();
});

const event = async () => (await centre.press(centre.buttons[0])).events.slice(0, 1);

const doors: Record<string, () => unknown> = {
  'a key is made': () => centre.keys.findOrMake(randomUUID()),
  'a notice goes out': () => post(nobody, {}, '', soon()),
  'an SMS goes out': () => createSms({ url: nobody.href, token: 'x', from: 'x' })(message, soon()),
  'a mail goes out': () =>
    createMail({
      host: '127.0.0.1',
      port: 1,
      tls: 'none',
      user: null,
      password: null,
      from: 'a@b.nl',
    })(message, soon()),
  'other processes hear news': () =>
    bus.publish({ centreId: centre.centreId, canary: { at: '', sequence: 1 } }),
  'a wake-up is set': () => wakeUps.arm([]),
  'the media-server is asked': () =>
    connectMediaControl({ url: nobody.href, secret: 'x' }).health(),
  'a report is printed': () => printReport({} as Parameters<typeof printReport>[0]),
};

describe.each(Object.keys(doors))('%s', (name) => {
  const refusalOf = async (work: () => unknown): Promise<string> => {
    try {
      await work();
      return '';
    } catch (error) {
      return String(error);
    }
  };

  test('never inside a transaction', async () => {
    const inside = () => centre.system.transaction(async () => doors[name]!());
    expect(await refusalOf(inside)).toContain('inside a transaction');
  });

  test('and at once behind it', async () => {
    await centre.system.transaction(async ({ sql }) => sql`select 1`);
    expect(await refusalOf(doors[name]!)).not.toContain('inside a transaction');
  });
});

test('desks hear nothing that is not committed', async () => {
  const events = await event();
  const { centreId } = centre;
  const place = { centreId, streamType: 'alarm' };
  const early = centre.system.transaction(async () => live.announce(place, events));
  await expect(early).rejects.toThrow('news for desks inside a transaction');
});

test('no tile is fetched for whoever asks from within one', async () => {
  const asked = await centre.system.transaction(async () =>
    http.inject({ url: '/api/map/tiles/grijs/10/1/1' }),
  );
  expect(asked.statusCode).toBe(500);
  expect(asked.json<{ message: string }>().message).toContain('a tile inside a transaction');
});

describe('a transaction within a transaction, which would wait for its own locks', () => {
  test('asActor inside asActor', async () => {
    const { asActor, anna } = centre;
    const nested = asActor(anna, 'board.read', () =>
      asActor(anna, 'board.read', () => Promise.resolve()),
    );
    await expect(nested).rejects.toThrow('a transaction inside a transaction');
  });

  test('the system’s own inside asActor, and the other way round', async () => {
    const { asActor, anna, system } = centre;
    const inPerson = asActor(anna, 'board.read', () => system.transaction(async () => {}));
    await expect(inPerson).rejects.toThrow('a transaction inside a transaction');
    const inSystem = system.transaction(() => asActor(anna, 'board.read', async () => {}));
    await expect(inSystem).rejects.toThrow('a transaction inside a transaction');
  });

  test('one behind the other is none, nor are two at once', async () => {
    const { asActor, anna, system } = centre;
    await asActor(anna, 'board.read', async () => {});
    await Promise.all([system.transaction(async () => {}), system.transaction(async () => {})]);
  });
});
