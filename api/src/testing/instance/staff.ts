// A centre with people of every kind, over HTTP as pages ask it, for tests of who is invited, kept out and helped.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { Member, MemberSummary } from '@achterwacht/shared/routes/people.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';
import { addAccount, loggedIn } from './accounts.ts';
import { Person } from './person.ts';
import { addSecondCentre } from './second-centre.ts';
import { startInstance } from './test-instance.ts';

export type Invited = { id: string; link: string };

/** What newcomers choose. */
export const password = 'vier groene fietsen zingen';

export const invite = (
  wanted: Partial<Record<'name' | 'email' | 'role' | 'municipalityId' | 'way', unknown>> = {},
) => ({
  name: 'Noor Visser',
  email: `${randomUUID()}@voorbeeld.test`,
  role: 'centralist',
  municipalityId: null,
  way: 'printed',
  ...wanted,
});

/** Two administrators, a supervisor, officers of two municipalities, and another centre's administrator. */
export async function openStaff() {
  const instance = await startInstance();
  const south = await addSecondCentre(instance);
  const places = await instance.system.sql<{ id: string; name: string }[]>`
    select id, name from municipalities where centre_id = ${instance.centreId}`;
  const placeOf = (wanted: string) => places.find(({ name }) => name === wanted)!.id;
  const [haarlem, zwolle] = [placeOf('Haarlem'), placeOf('Zwolle')];
  const api = await instance.startApi();
  const enter = async (role: Role, municipalityId: string | null = null) =>
    loggedIn(instance, api, await addAccount(instance, { role, municipalityId }));
  const els = await enter('administrator');
  const fred = await enter('administrator');
  const dirk = await enter('supervisor');
  const fatima = await enter('oov-officer', haarlem);
  const gert = await enter('oov-officer', zwolle);
  const account = await addAccount(instance, { role: 'administrator', centreId: south.centreId });
  const stranger = await loggedIn(instance, api, account);

  async function invited(wanted = {}): Promise<Invited & { secret: string; email: string }> {
    const body = invite(wanted);
    const { status, body: made } = await els.post<Invited>('/api/members', body);
    expect(status).toBe(200);
    const { link } = made;
    const secret = new URL(link).hash.slice(1);
    instance.secrets.add(secret);
    return { ...made, secret, email: String(body.email) };
  }
  const accept = (secret: string, chosen = password) => {
    instance.secrets.add(chosen);
    return new Person(api).post('/api/invitation/accept', { secret, password: chosen });
  };
  const member = (id: string, by = els) => by.get<Member>(`/api/members/${id}`);
  const find = async (search: string, by = els) => {
    const path = `/api/members?search=${encodeURIComponent(search)}`;
    return (await by.get<{ members: MemberSummary[] }>(path)).body.members;
  };
  const whoIs = async (person: Person) => (await person.get<Session>('/api/session')).body.user;

  /** Somebody who is at work, with a session that stands. */
  async function atWork(role: Role, municipalityId: string | null = null) {
    const account = await addAccount(instance, { role, municipalityId });
    const person = await loggedIn(instance, api, account);
    const user = await whoIs(person);
    return { account, person, id: user.id };
  }

  return {
    instance,
    api,
    haarlem,
    zwolle,
    south,
    els,
    fred,
    dirk,
    fatima,
    gert,
    stranger,
    invited,
    accept,
    member,
    find,
    whoIs,
    atWork,
  };
}
