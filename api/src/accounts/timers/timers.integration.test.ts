// A reminder is one's own: it goes with the account and is nobody else's to see, move or end.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { timerLimits, type Timer } from '@achterwacht/shared/routes/timers.ts';
import { addAccount, loggedIn } from '../../testing/instance/accounts.ts';
import { startInstance, type Instance } from '../../testing/instance/test-instance.ts';

let instance: Instance;
beforeAll(async () => {
  instance = await startInstance();
});
afterAll(() => instance.end());

type Answer = { timers: Timer[] };
const path = '/api/profile/timers';
const asked = (minutes: number, text = 'bel terug') => ({
  id: randomUUID(),
  minutes,
  text,
  alarmId: null,
});

test('kept with the account: counted by the server, the same in every window, and nobody else’s', async () => {
  const api = await instance.startApi();
  const anna = await addAccount(instance, { role: 'centralist' });
  const bram = await addAccount(instance, { role: 'supervisor' });
  const [here, there, his] = [
    await loggedIn(instance, api, anna),
    await loggedIn(instance, api, anna),
    await loggedIn(instance, api, bram),
  ];
  const later = asked(10, '');
  const first = { ...asked(5), alarmId: randomUUID() };
  const from = Date.now();
  await here.post(path, later);
  // A line that was cut asks it twice.
  await here.post(path, first);
  const added = await here.post<Answer>(path, { ...first, minutes: 50 });
  expect(added.body.timers.map(({ id }) => id)).toEqual([first.id, later.id]);
  expect(added.body.timers[0]).toMatchObject({ text: 'bel terug', alarmId: first.alarmId });
  const endsIn = (Date.parse(added.body.timers[0]!.endsAt) - from) / 60_000;
  expect(endsIn).toBeGreaterThanOrEqual(5);
  expect(endsIn).toBeLessThan(6);
  expect((await there.get<Answer>(path)).body).toEqual(added.body);

  expect((await his.get<Answer>(path)).body.timers).toEqual([]);
  expect((await his.post(`${path}/${first.id}/extension`, { minutes: 5 })).status).toBe(404);
  await his.post(`${path}/${first.id}/removal`, {});
  await his.post(path, { ...first, minutes: 99 });
  expect((await his.get<Answer>(path)).body.timers).toEqual([]);
  expect((await there.get<Answer>(path)).body).toEqual(added.body);

  // One that ended stays until it is read, and is late from now.
  await instance.system.sql`
    update auth.timer set ends_at = now() - interval '1 hour' where id = ${first.id}`;
  const extended = await there.post<Answer>(`${path}/${first.id}/extension`, { minutes: 5 });
  const left = Date.parse(extended.body.timers[0]!.endsAt) - Date.now();
  expect(left).toBeGreaterThan(4 * 60_000);
  expect(left).toBeLessThanOrEqual(5 * 60_000);
  await there.post(`${path}/${first.id}/removal`, {});
  const ended = await here.post<Answer>(`${path}/${first.id}/removal`, {});
  expect(ended.body.timers.map(({ id }) => id)).toEqual([later.id]);
});

test('no more than can be seen at one look, no longer than half a shift, no more than a line', async () => {
  const api = await instance.startApi();
  const person = await loggedIn(instance, api, await addAccount(instance, { role: 'centralist' }));
  const statusOf = async (body: object) => (await person.post(path, body)).status;
  for (const minutes of [0, -1, 1.5, timerLimits.minutes + 1])
    expect(await statusOf(asked(minutes))).toBe(422);
  for (const text of ['x'.repeat(timerLimits.letters + 1), 'twee\nregels'])
    expect(await statusOf(asked(1, text))).toBe(422);
  const all = await Promise.all(
    Array.from({ length: timerLimits.count + 2 }, () => statusOf(asked(1))),
  );
  expect(all.toSorted()).toEqual([...Array<number>(timerLimits.count).fill(200), 409, 409]);

  // What nobody read for a day is gone, with its words.
  await instance.system.sql`update auth.timer set ends_at = now() - interval '25 hours'`;
  expect((await person.get<Answer>(path)).body.timers).toEqual([]);
  expect(await statusOf(asked(1))).toBe(200);
  const [{ count } = { count: 0 }] = await instance.system.sql<{ count: number }[]>`
    select count(*)::int from auth.timer`;
  expect(count).toBe(1);
});
