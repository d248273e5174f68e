// Hostile values over HTTP, at each part of each kind: none is a failure of the program, each is refused by field, and what
// stood there stands. So is a secret that is given twice.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goodValues, hostileWords, withEach } from '@achterwacht/shared/testing/hostile-values.ts';
import type { Visitor } from '../access/as-actor.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openHttpDoor, type HttpDoor } from '../testing/http-door.ts';
import { addAdministrator } from '../testing/settings.ts';
import { serveSettings } from './setting-routes.ts';

let centre: AlarmCentre;
let door: HttpDoor;
let els: Visitor;
beforeAll(async () => {
  centre = await openAlarmCentre();
  door = await openHttpDoor((http, authentication) =>
    serveSettings(http, { ...centre, authentication }),
  );
  els = await addAdministrator(centre, 'Els');
});
afterAll(async () => {
  await door.close();
  await centre.end();
});

type Answer = { status: number; body: unknown };
const propose = (
  kind: string,
  value: unknown,
  secrets = {},
  expectedVersion = 0,
): Promise<Answer> =>
  door.post(els, `/api/settings/${kind}/propose`, { value, secrets, expectedVersion });
const refused = (problems: unknown[]) => ({
  status: 409,
  body: { error: { code: 'instelling-ongeldig', details: { problems } } },
});

test.each(goodValues)('%s stays as it is', async (kind, good) => {
  const before = (await door.get(els, '/api/settings')).body;
  for (const word of hostileWords)
    for (const { path, value } of withEach(good, word)) {
      if (path.endsWith('lastTestedAt')) continue;
      const answer = await propose(kind, value);
      const about = `${path}: ${JSON.stringify(word).slice(0, 30)}`;
      // What no database knows, and what is too long for a question, is refused before anybody reads it.
      expect([400, 409, 422], about).toContain(answer.status);
      if (answer.status === 409)
        expect(answer, about).toMatchObject(
          refused(
            expect.arrayContaining([
              expect.objectContaining({ code: expect.any(String) as string }),
            ]) as unknown[],
          ),
        );
    }
  expect((await door.get(els, '/api/settings')).body).toEqual(before);
});

test('a secret is kept once, by whomever', async () => {
  const [id, other] = [randomUUID(), randomUUID()];
  const sms = (...secretIds: string[]) => ({ url: 'https://sms.example/v1', from: 'N', secretIds });
  expect(await propose('sms', sms(id), { [id]: 'token' })).toMatchObject({ status: 200 });
  const again = await propose('sms', sms(id), { [id]: 'another' }, 2);
  expect(again).toMatchObject(refused([{ path: 'secretIds', code: 'secret-twice' }]));
  const webhook = (name: string) => ({
    id: randomUUID(),
    name,
    url: 'https://meldkamer.example/in',
    format: 'json',
    rooms: ['limburg'],
    isOn: true,
    secretIds: [other],
  });
  const value = { webhooks: [webhook('A'), webhook('B')], secretIds: [other, other] };
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  expect(await propose('webhooks', value, { [other]: secret })).toMatchObject(
    refused([{ path: 'secretIds', code: 'secret-twice' }]),
  );
  const kept = await centre.system
    .sql`select id from setting_secrets where id in (${id}, ${other})`;
  expect(kept.map((row) => row['id'] as string)).toEqual([id]);
});
