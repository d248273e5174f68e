// Getting in by a link, being kept out, and a link that is over.
import { randomUUID } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { shareLink } from './routes.ts';
import { origin, type Shared, withPolicePage, wrong } from './test-police-page.ts';

const page = withPolicePage();

describe('getting in', () => {
  it('takes the secret and the PIN, and gives this device a cookie no script can read', async () => {
    const link = await page.share();
    expect(link.url).toMatch(/^https:\/\/centrale\.example\/p#[A-Za-z0-9_-]{22}$/);
    const { status, headers } = await page.enter(link);
    expect(status).toBe(200);
    const cookie = String(headers['set-cookie']);
    for (const part of ['; HttpOnly', '; SameSite=Strict', '; Secure', '; Path=/;'])
      expect(cookie).toContain(part);
    expect(cookie).toMatch(/^__Host-/);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('is refused with a wrong PIN, and after five for ever', async () => {
    const link = await page.share();
    const lefts: unknown[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const { status, body } = await page.enter(link, wrong(link.pin));
      expect([status, body.error.code]).toEqual([403, 'pin-wrong']);
      lefts.push(body.error.details?.['left']);
    }
    expect(lefts).toEqual([4, 3, 2, 1]);
    // Nothing is left to try: whom to call is said at once, and not at the next try.
    for (const pin of [wrong(link.pin), link.pin])
      expect((await page.enter(link, pin)).status).toBe(410);
  });

  it('counts guesses made at the same moment one by one', async () => {
    const link = await page.share();
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => page.enter(link, wrong(link.pin))),
    );
    expect(tries.filter(({ status }) => status === 403)).toHaveLength(4);
    expect((await page.enter(link)).status).toBe(410);
  });

  it('is another device’s own: without its cookie nothing is shown', async () => {
    await page.letIn(await page.share());
    const { status, body } = await page.look();
    expect([status, body.error.code]).toEqual([401, 'link-needed']);
    expect((await page.look('__Host-achterwacht_police=' + 'a'.repeat(43))).status).toBe(401);
    // Nor by one that a neighbour under the same domain may set.
    const cookie = await page.letIn(await page.share());
    expect((await page.look(cookie)).status).toBe(200);
    for (const start of ['', '__Secure-__Host-'])
      expect((await page.look(cookie.replace('__Host-', start))).status).toBe(401);
  });

  it('is open to several devices, each by its PIN and name, up to ten', async () => {
    const link = await page.share();
    for (let device = 1; device <= 10; device += 1) await page.letIn(link, `HA ${device}`);
    expect((await page.enter(link)).body.error.code).toBe('link-full');
  });

  it('keeps neither secret nor PIN', async () => {
    const link = await page.share();
    const cookie = await page.letIn(link);
    const rows = await page.centre.system.sql`
      select to_jsonb(police_links) as row from police_links
      union all select to_jsonb(police_viewers) from police_viewers`;
    expect(rows).toHaveLength(2);
    for (const kept of [link.secret, link.pin, cookie.split('=')[1]!])
      expect(JSON.stringify(rows)).not.toContain(kept);
    const log = await page.centre.system
      .sql`select text from log.events where stream_id = ${page.alarmId}`;
    expect(JSON.stringify(log)).not.toContain(link.secret);
  });
});

test('a link that was made already is not made again: its PIN was told once', async () => {
  const wanted = { commandId: randomUUID(), linkId: randomUUID() };
  const again = () => shareLink({ ...page.centre, origin }, page.centre.anna, page.alarmId, wanted);
  expect(await again()).toMatchObject({ pin: expect.stringMatching(/^\d{6}$/) as string });
  expect(await again()).toMatchObject({ status: 409, code: 'link-bestaat' });
});

describe('a link that is over', () => {
  const gone = async (cookie: string, link: Shared) => {
    for (const answer of [await page.look(cookie), await page.enter(link)])
      expect([answer.status, answer.body.error]).toEqual([
        410,
        {
          code: 'link-ended',
          message:
            'Deze link werkt niet meer: verlopen, ingetrokken, of te vaak een verkeerde pincode.',
          details: { centre: { name: 'Noord', phone: '088 000 00 00' } },
        },
      ]);
  };

  it('says no more than one that never was', async () => {
    const link = await page.share();
    const never = { ...link, secret: 'a'.repeat(22) };
    const cookie = await page.letIn(link);
    page.minutes(120);
    expect((await page.enter(never)).body).toEqual((await page.enter(link)).body);
    await gone(cookie, link);
  });

  it('opens for two hours, and longer while police are under way', async () => {
    const link = await page.share();
    const cookie = await page.letIn(link);
    page.minutes(119);
    expect((await page.look(cookie)).status).toBe(200);
    await page.report(cookie, 'under-way', page.centre.clock.now().toISOString());
    page.minutes(300);
    expect((await page.look(cookie)).status).toBe(200);
    await page.report(cookie, 'safe', page.centre.clock.now().toISOString());
    await gone(cookie, link);
  });

  it('is over at once when it is revoked, also for who is in', async () => {
    const link = await page.share();
    const cookie = await page.letIn(link);
    await page.act({ type: 'RevokeLink', linkId: link.linkId });
    await gone(cookie, link);
    const said = await page.report(cookie, 'on-scene', page.centre.clock.now().toISOString());
    expect(said.status).toBe(410);
    expect((await page.alarm()).policeReports).toEqual([]);
  });

  it('stays half an hour after closing, and shows that it is closed', async () => {
    const link = await page.share();
    const cookie = await page.letIn(link);
    await page.report(cookie, 'closed', page.centre.clock.now().toISOString(), 'PL1200-2026-1');
    await page.act({
      type: 'Close',
      expectedVersion: await page.version(),
      outcome: 'real-incident',
      needless: false,
      summary: 'Politie heeft iemand aangehouden',
    });
    page.minutes(29);
    expect((await page.look(cookie)).body.view?.closedAt).toBe((await page.alarm()).closed?.at);
    page.minutes(1);
    await gone(cookie, link);
  });
});

test('guessing by address is slowed down long before it gets anywhere', async () => {
  const link = await page.share();
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 25; attempt += 1) {
    const secret = String(attempt).padStart(22, 'x');
    statuses.push((await page.enter({ ...link, secret })).status);
  }
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
});
