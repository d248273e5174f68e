// The police page's doors over real HTTP on a real database, with a clock that is moved: an alarm that was
// handed over by a link, whoever shares it, and whoever has it.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { PoliceAnswer } from '@achterwacht/shared/police/page.ts';
import type { ErrorBody } from '@achterwacht/shared/routes/route.ts';
import { createAuthentication, originsOf } from '../../access/authentication.ts';
import { findAlarm } from '../../alarms/row/alarm-row.ts';
import { createHttpServer, Failure } from '../../http/server.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, fixAt } from '../../testing/messages.ts';
import { servePolice, shareLink } from './routes.ts';

export const origin = 'https://centrale.example';

export type Shared = { url: string; pin: string; until: string; secret: string; linkId: string };
type Answer<T> = { status: number; body: T & ErrorBody; headers: Record<string, unknown> };

/** A page for each test of the file that asks. */
export function withPolicePage(): PolicePage {
  const page = new PolicePage();
  beforeEach(() => page.begin());
  afterEach(() => page.end());
  return page;
}

class PolicePage {
  centre!: AlarmCentre;
  http!: FastifyInstance;
  alarmId!: string;

  async begin(): Promise<void> {
    this.centre = await openAlarmCentre({ buttons: 2 });
    const { system, log } = this.centre;
    const origins = originsOf(origin);
    const secret = 'a secret for tests alone, of 32+';
    const authentication = createAuthentication({ database: system, secret, origin, origins, log });
    this.http = await createHttpServer({
      log,
      // No program comes to these pages.
      admitService: () => () => Promise.resolve(undefined),
      origins,
    });
    servePolice(this.http, { ...this.centre, authentication, origin });
    const fact = decoded('panic', { position: fixAt(52.38144, 4.63633, 12) });
    ({ alarmId: this.alarmId } = await this.centre.press(undefined, [fact]));
    await this.act({ type: 'Claim', expectedVersion: await this.version() });
    await this.act({
      type: 'Verify',
      expectedVersion: await this.version(),
      basis: 'person-on-site',
      note: 'geschreeuw en gestommel',
    });
    await this.act({
      type: 'SendHandover',
      expectedVersion: await this.version(),
      class: 'prio-1',
      overrideReason: null,
      channel: 'link',
      route: { regionCode: 'noord-holland', which: 'first' },
    });
  }

  async end(): Promise<void> {
    await this.http.close();
    await this.centre.end();
  }

  async alarm(): Promise<Alarm> {
    const { system, keys } = this.centre;
    return (await system.transaction((tx) => findAlarm(tx, keys, this.alarmId)))!.state;
  }

  async version(): Promise<number> {
    return (await this.alarm()).version;
  }

  async act(command: PersonCommand): Promise<void> {
    const answer = await this.centre.ask(this.centre.anna, this.alarmId, command);
    expect(answer).toMatchObject({ status: 'accepted' });
  }

  minutes(count: number): void {
    this.centre.clock.advance(count * 60_000);
  }

  async share(): Promise<Shared> {
    const { centre, alarmId } = this;
    const linkId = randomUUID();
    const wanted = { commandId: randomUUID(), linkId };
    const shared = await shareLink({ ...centre, origin }, centre.anna, alarmId, wanted);
    if (shared instanceof Failure) throw new Error(shared.code);
    return { ...shared, linkId, secret: new URL(shared.url).hash.slice(1) };
  }

  async ask<T = unknown>(
    method: 'GET' | 'POST',
    path: string,
    { cookie = '', body }: { cookie?: string; body?: object } = {},
  ): Promise<Answer<T>> {
    const response = await this.http.inject({
      method,
      url: `/api/police/${path}`,
      headers: { origin, ...(cookie ? { cookie } : {}) },
      ...(body ? { payload: body } : {}),
    });
    return {
      status: response.statusCode,
      body: response.json<T & ErrorBody>(),
      headers: response.headers,
    };
  }

  enter(link: Shared, pin = link.pin, name = 'HA 31-02') {
    return this.ask('POST', 'session', { body: { secret: link.secret, pin, name } });
  }

  /** @returns the cookie of the device that was let in. */
  async letIn(link: Shared, name?: string): Promise<string> {
    const { status, headers } = await this.enter(link, link.pin, name);
    expect(status).toBe(200);
    return String(headers['set-cookie']).split(';')[0]!;
  }

  look(cookie?: string, since?: number) {
    return this.ask<PoliceAnswer>('GET', since === undefined ? 'view' : `view?since=${since}`, {
      ...(cookie ? { cookie } : {}),
    });
  }

  report(cookie: string, status: string, statedAt: string, reference: string | null = null) {
    return this.ask('POST', 'reports', { cookie, body: { status, statedAt, reference } });
  }
}

export const wrong = (pin: string) => (pin === '000000' ? '000001' : '000000');
