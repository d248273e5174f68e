// What the tables are asked of.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { usualTimings, type Timings } from '@achterwacht/shared/alarm/plan/state.ts';
import { isMunicipal } from '@achterwacht/shared/member/kinds.ts';
import { role as roles, type Role } from '@achterwacht/shared/roles.ts';
import type { ServiceAccountView } from '@achterwacht/shared/routes/service-accounts.ts';
import { openFile } from '../../testing/incident-file.ts';
import { addAccount, loggedIn } from '../../testing/instance/accounts.ts';
import { ask, frameOf } from '../../testing/instance/device.ts';
import { Person } from '../../testing/instance/person.ts';
import { addSecondCentre, type Centre } from '../../testing/instance/second-centre.ts';
import {
  startInstance,
  until,
  type ApiProcess,
  type Instance,
} from '../../testing/instance/test-instance.ts';
import { connect, type Database } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import { Contract, type OpenApiDocument } from './test-contract.ts';

/** Nothing acts by itself while the table is gone through, however long that takes. */
const noneDue = Object.fromEntries(
  Object.keys(usualTimings).map((timing) => [timing, 86_400]),
) as Timings;

type Settings = { centre?: string; municipality?: string };
type Sql = Parameters<Parameters<Database['transaction']>[0]>[0]['sql'];

/** Two centres in one instance, each with an alarm that somebody hears, an incident file, and one person a role. */
export class TwoCentres {
  instance!: Instance;
  api!: ApiProcess;
  app!: Database;
  north!: Centre;
  south!: Centre;
  /** An open, claimed alarm of each centre, by centre. */
  readonly alarmIds = new Map<string, string>();
  /** Of each centre's municipality an incident file, and its officer, by centre. */
  readonly fileIds = new Map<string, string>();
  readonly officerIds = new Map<string, string>();
  readonly administratorIds = new Map<string, string>();
  /** Of each centre somebody who was invited and has not come in. */
  readonly memberIds = new Map<string, string>();
  readonly #programs = new Map<string, { id: string; tokenId: string }>();
  /** Of each centre a line of its access log, and a privacy request about whoever wears its button. */
  readonly lineIds = new Map<string, string>();
  readonly requestIds = new Map<string, string>();
  /** Of each centre whoever wears its button, whose log-in is the holder's. */
  readonly personIds = new Map<string, string>();
  /** Of nobody in a register. */
  readonly privacyRequest = {
    kind: 'correction',
    about: { type: 'other' },
    receivedAt: '2026-03-02T08:00:00.000Z',
    from: 'Jan de Vries, per brief',
    question: 'Wat staat er over mij?',
  } as const;
  readonly #people = new Map<string, Person>();
  contract!: Contract;

  async begin(): Promise<void> {
    this.instance = await startInstance({ sound: true, timings: noneDue });
    this.south = await addSecondCentre(this.instance);
    this.north = { centreId: this.instance.centreId, ...(await this.#firstOfNorth()) };
    mkdirSync(join(this.instance.folder, 'tiles/grijs/0/0'), { recursive: true });
    writeFileSync(join(this.instance.folder, 'tiles/grijs/0/0/0.png'), 'a tile');
    this.api = await this.instance.startApi();
    const { body } = await new Person(this.api).get<OpenApiDocument>('/api/openapi.json');
    this.contract = new Contract(body);
    this.app = connect(this.instance.appUrl, { name: 'test-app', ...limitsOf.command, max: 1 });
    for (const centre of [this.north, this.south]) {
      await ask(this.api.devicePort, [frameOf(centre.button, { sequence: 1 })]);
      for (const role of roles.options)
        this.#people.set(keyOf(centre, role), await this.#enter(centre, role));
      const supervisor = this.personOf(centre, 'supervisor');
      const hasAlarm = async () => (await supervisor.board()).alarms.length === 1;
      await until('the alarm', hasAlarm);
      const [alarm] = (await supervisor.board()).alarms;
      this.alarmIds.set(centre.centreId, alarm!.id);
      const claim = { type: 'Claim', expectedVersion: alarm!.version } as const;
      expect((await supervisor.command(alarm!.id, claim)).status).toBe(200);
      await this.instance.speak(centre.button);
      const hasSound = async () =>
        (await supervisor.board()).alarms.some(({ sound }) => sound.status === 'receiving');
      await until('its sound', hasSound);
      await this.#addFile(centre);
      const [administrator] = await this.instance.system.sql<{ user_id: string }[]>`
        select user_id from members
        where centre_id = ${centre.centreId} and role = 'administrator' limit 1`;
      this.administratorIds.set(centre.centreId, administrator!.user_id);
      await this.#invite(centre);
      await this.#addRequest(centre);
      await this.#tieHolder(centre);
    }
  }

  async end(): Promise<void> {
    await this.app.end();
    await this.instance.end();
  }

  /** Whoever did not log in. */
  nobody(): Person {
    return this.#watched(new Person(this.api));
  }

  #watched(person: Person): Person {
    person.onAnswer = (method, path, answer) => this.contract.check(method, path, answer);
    return person;
  }

  personOf(centre: Centre, role: Role): Person {
    return this.#people.get(keyOf(centre, role))!;
  }

  /** One with a token for each question, made by the centre's administrator when it is first asked about. */
  async program(centre: Centre, forWhat: string): Promise<{ id: string; tokenId: string }> {
    const key = `${centre.centreId} ${forWhat}`;
    const before = this.#programs.get(key);
    if (before) return before;
    const administrator = this.personOf(centre, 'administrator');
    const made = await administrator.post<ServiceAccountView>('/api/service-accounts', {
      name: forWhat,
      purpose: 'jaarverslag',
      ownerId: this.administratorIds.get(centre.centreId),
      scopes: ['system.read'],
    });
    const { id } = made.body;
    // Whoever renames it does so as it was made.
    if (forWhat !== 'revoke') return this.#keepProgram(key, { id, tokenId: '' });
    const issued = await administrator.post<{ account: ServiceAccountView }>(
      `/api/service-accounts/${id}/tokens`,
      { label: 'server', days: 30 },
    );
    return this.#keepProgram(key, { id, tokenId: issued.body.account.tokens[0]!.id });
  }

  #keepProgram(key: string, program: { id: string; tokenId: string }) {
    this.#programs.set(key, program);
    return program;
  }

  async inTransaction<T>(settings: Settings, work: (sql: Sql) => PromiseLike<T>): Promise<T> {
    return this.app.transaction(async ({ sql }) => {
      await sql`select set_config('achterwacht.centre', ${settings.centre ?? ''}, true),
        set_config('achterwacht.municipality', ${settings.municipality ?? ''}, true)`;
      return work(sql);
    });
  }

  async countAs(settings: Settings, name: string): Promise<number> {
    const [row] = await this.inTransaction(settings, (sql) =>
      sql.unsafe<{ count: number }[]>(`select count(*)::int as count from ${name}`),
    );
    return row!.count;
  }

  /** Of a centre, and such that its people may ask it at all (rights.integration.test.ts tells which). */
  async tenantTables(): Promise<string[]> {
    const rows = await this.instance.owner.sql<{ name: string }[]>`
      select case table_schema when 'public' then '' else table_schema || '.' end || table_name as name
      from information_schema.columns
      where table_schema in ('public', 'log') and column_name = 'centre_id'
        and has_table_privilege('achterwacht_app', format('%I.%I', table_schema, table_name), 'SELECT')
      order by 1`;
    const names = rows.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(15);
    expect(names).toContain('log.events');
    return names;
  }

  /** What the other centre has, row for row. */
  async tenantRows() {
    const { sql } = this.instance.system;
    const of = this.north.centreId;
    return [
      await sql`select id, open, version, head_hash from alarms where centre_id = ${of}`,
      await sql`select subject_id, kind, at from log.deadlines where centre_id = ${of} order by 1, 2`,
      await sql`select last_sequence from log.feeds where centre_id = ${of}`,
    ];
  }

  async #enter(centre: Centre, role: Role): Promise<Person> {
    const { centreId } = centre;
    const municipalityId = isMunicipal(role) ? centre.municipalityId : null;
    const account = await addAccount(this.instance, { role, centreId, municipalityId });
    return this.#watched(await loggedIn(this.instance, this.api, account));
  }

  async #invite(centre: Centre): Promise<void> {
    const { status, body } = await this.personOf(centre, 'administrator').post<{ id: string }>(
      '/api/members',
      {
        name: 'Noor Visser',
        email: `${randomUUID()}@voorbeeld.test`,
        role: 'centralist',
        municipalityId: null,
        way: 'printed',
      },
    );
    expect(status).toBe(200);
    this.memberIds.set(centre.centreId, body.id);
  }

  async #addRequest({ centreId }: Centre): Promise<void> {
    const { sql } = this.instance.system;
    const [holder] = await sql<{ id: string }[]>`
      select id from holders where centre_id = ${centreId} limit 1`;
    const supervisor = this.#people.get(`${centreId} supervisor`)!;
    const id = randomUUID();
    const about = { type: 'holder', id: holder!.id };
    const asked = { ...this.privacyRequest, kind: 'access', about, id };
    expect((await supervisor.post('/api/privacy-requests', asked)).status).toBe(200);
    this.requestIds.set(centreId, id);
    const { body } = await supervisor.get<{ lines: { id: string }[] }>('/api/audit');
    expect((await supervisor.get('/api/audit')).status).toBe(200);
    this.lineIds.set(centreId, body.lines[0]!.id);
  }

  async #tieHolder(centre: Centre): Promise<void> {
    const { sql } = this.instance.system;
    const [worn] = await sql<{ id: string }[]>`
      select holder_id as id from loans where button_id = ${centre.button.id}`;
    const id = worn!.id;
    this.personIds.set(centre.centreId, id);
    const supervisor = this.personOf(centre, 'supervisor');
    const { body } = await supervisor.get<{ version: number }>(`/api/persons/${id}`);
    const accounts = await supervisor.get<{ accounts: { id: string }[] }>(
      `/api/persons/${id}/accounts`,
    );
    const tied = await supervisor.post(`/api/persons/${id}/account`, {
      expectedVersion: body.version,
      accountId: accounts.body.accounts[0]!.id,
    });
    expect(tied.status).toBe(200);
  }

  /** As if its alarm were closed, with everybody of the municipality in the circle. */
  async #addFile({ centreId, municipalityId }: Centre): Promise<void> {
    const { sql } = this.instance.system;
    const people = await sql<{ userId: string }[]>`
      select user_id as "userId" from members where municipality_id = ${municipalityId}`;
    const parts = { ...this.instance, clock: { now: () => new Date() } };
    const circle = people.map(({ userId }) => userId);
    const id = await openFile(parts, { centreId, municipalityId, circle });
    const [officer] = await sql<{ user_id: string }[]>`
      select user_id from members where municipality_id = ${municipalityId}
        and role = 'oov-officer' limit 1`;
    this.fileIds.set(centreId, id);
    this.officerIds.set(centreId, officer!.user_id);
  }

  async #firstOfNorth() {
    const button = await this.instance.button('231');
    const [row] = await this.instance.system.sql<{ municipality_id: string }[]>`
      select municipality_id from buttons where id = ${button.id}`;
    return { button, municipalityId: row!.municipality_id };
  }
}

function keyOf(centre: Centre, role: Role): string {
  return `${centre.centreId} ${role}`;
}
