// A centre with its people at the doors of the persons' routes: whoever asks is named by his cookie, all else is as in the
// product, from what is parsed to what is written down of a look.
import { randomUUID } from 'node:crypto';
import type { Role } from '@achterwacht/shared/roles.ts';
import { createFindAddresses } from '../addresses/find-addresses.ts';
import { createAskRegister } from '../addresses/register.ts';
import { createNoteRefused } from '../access/note-refused.ts';
import type { Visitor } from '../access/as-actor.ts';
import { members, municipalities } from '../db/schema/centres.ts';
import { createHttpServer } from '../http/server.ts';
import { openAlarmCentre } from '../testing/alarm-centre.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { serveImports } from '../imports/serve-imports.ts';
import { personLists } from './import/person-lists.ts';
import { serveOwn } from './own/routes.ts';
import { servePersons } from './routes.ts';

export type PersonsCentre = Awaited<ReturnType<typeof openPersonsCentre>>;
const origin = 'http://persons.test';
type Parts = Parameters<typeof servePersons>[1];
type Answer<Body> = { status: number; body: Body };

export async function openPersonsCentre({ addressSearch }: { addressSearch?: URL } = {}) {
  const centre = await openAlarmCentre({ buttons: 2 });
  const { system, centreId, municipalityId, log } = centre;
  const zwolle = randomUUID();
  await system.db.insert(municipalities).values({ id: zwolle, centreId, name: 'Zwolle' });
  const south = await seedCentre(system, centre.keys, { name: 'Zuid' });

  const add = async (
    role: Role,
    where: { centreId: string; municipalityId: string | null },
  ): Promise<Visitor> => {
    const id = randomUUID();
    const name = `${role} ${id.slice(0, 4)}`;
    const email = `${id}@voorbeeld.test`;
    await system.db.insert(members).values({ userId: id, ...where, role, name, email });
    return { type: 'person', id, name, role, ...where };
  };
  const at = (role: Role, municipality: string | null) =>
    add(role, { centreId, municipalityId: municipality });
  const people = {
    dirk: centre.dirk,
    anna: centre.anna,
    fatima: await at('oov-officer', municipalityId),
    gert: await at('oov-officer', zwolle),
    holder: await at('holder', municipalityId),
    stranger: await at('holder', municipalityId),
    els: await at('administrator', null),
    zuid: south.dirk,
  };

  const visitors = new Map<string, Visitor>(Object.values(people).map((one) => [one.id, one]));
  const http = await createHttpServer({
    log,
    origins: new Set([origin]),
    // No program comes here.
    admitService: () => () => Promise.reject(new Error('a token')),
  });
  const whoIs = (cookie: string | undefined) =>
    Promise.resolve(
      visitors.has(cookie ?? '') ? { visitor: visitors.get(cookie!), sessionId: 'x' } : null,
    );
  const noteRefused = createNoteRefused(system);
  const parts = {
    ...centre,
    background: system,
    authentication: { whoIs, noteRefused } as unknown as Parts['authentication'],
    findAddresses: createFindAddresses(
      createAskRegister({ url: addressSearch ?? null, clock: centre.clock, log }),
    ),
  };
  servePersons(http, parts);
  serveOwn(http, parts);
  const accounts = { accounts: system };
  serveImports(http, { ...parts, ...accounts }, personLists({ ...centre, ...accounts }));

  const asked = async <Body>(
    method: 'GET' | 'POST',
    who: { id: string },
    url: string,
    payload?: object,
  ): Promise<Answer<Body>> => {
    const headers = { cookie: who.id, origin };
    const answer = await http.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json<Body>() };
  };

  return {
    ...centre,
    ...people,
    zwolle,
    south,
    add,
    addMember: async (role: Role, where: { centreId: string; municipalityId: string | null }) => {
      const one = await add(role, where);
      visitors.set(one.id, one);
      return one;
    },
    get: <Body>(who: { id: string }, url: string) => asked<Body>('GET', who, url),
    post: <Body>(who: { id: string }, url: string, payload: object) =>
      asked<Body>('POST', who, url, payload),
    async end() {
      await http.close();
      await centre.end();
    },
  };
}
