// The desks' socket over a feed that its tests write: what Postgres, the follower and the log-ins are to it.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect } from 'vitest';
import { feedProtocol } from '@achterwacht/shared/feed.ts';
import type { PlacedItem } from '@achterwacht/shared/feed-view.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { movableClock, type MovableClock } from '../../clock.ts';
import { Desk } from '../../testing/instance/person.ts';
import { openDesks, type Desks, type Entry } from './desks.ts';

export const centreId = randomUUID();
export const alarmId = randomUUID();

/** A feed for each test of the file that asks; no test of it may end with an error that nobody expected. */
export function withFeed(): TestFeed {
  const feed = new TestFeed();
  beforeEach(() => feed.begin());
  afterEach(() => feed.end());
  return feed;
}

class TestFeed {
  /** The feed as Postgres has it; `passedOn` is how far this process' follower has come. */
  stored: PlacedItem[] = [];
  passedOn = 0;
  /** What happens while a desk waits for a reading of the feed. */
  whileReading: () => void = () => {};
  standing = new Set<string>();
  presented: string[] = [];
  /** How often a lease was written. */
  renewals = 0;
  readonly mostWaiting = { packets: 0, characters: 0 };
  clock!: MovableClock;
  desks!: Desks;
  place!: { url: string; origin: string };
  #errors: unknown[] = [];
  #http!: Server;

  async begin(): Promise<void> {
    Object.assign(this.mostWaiting, { packets: 10_000, characters: Infinity });
    this.stored = [];
    this.passedOn = 0;
    this.whileReading = () => {};
    this.standing = new Set();
    this.presented = [];
    this.renewals = 0;
    this.#errors = [];
    this.clock = movableClock('2026-11-21T20:15:00.000Z');
    this.#http = createServer();
    this.#http.listen(0, '127.0.0.1');
    await once(this.#http, 'listening');
    const url = `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
    this.place = { url, origin: 'http://desk.test' };
    this.desks = openDesks(this.#http, {
      clock: this.clock,
      source: {
        heads: async () => [{ centreId, lastSequence: this.stored.length, beatAt: null }],
        after: async (_centre, sequence, limit) => {
          this.whileReading();
          return this.stored.slice(sequence, sequence + limit);
        },
      },
      presence: {
        renew: async () => {
          this.renewals += 1;
        },
        present: async () => [],
        mayHaveLeft: () => false,
        lostOwners: async () => [],
        lostListeners: async () => [],
        lostCallers: async () => [],
        forgetOld: async () => {},
      },
      lastOf: () => this.passedOn,
      catchUp: async () => this.pass(),
      authenticate: async (cookie) => this.#entryOf(cookie),
      expired: () => Promise.resolve(new Set()),
      stillValid: async (entries) =>
        new Set(
          entries.map(({ sessionId }) => sessionId).filter((token) => this.standing.has(token)),
        ),
      onPresented: (_visitor, id) => this.presented.push(id),
      onError: (error) => this.#errors.push(error),
      origins: new Set([this.place.origin]),
      mostWaiting: this.mostWaiting,
    });
  }

  async end(): Promise<void> {
    await this.desks.close();
    this.#http.close();
    expect(this.#errors).toEqual([]);
  }

  /** Each opened desk is another session of another person. */
  open(afterSequence: number): Promise<Desk> {
    return Desk.open(this.place, this.cookieOf('centralist'), {
      protocol: feedProtocol,
      afterSequence,
    });
  }

  cookieOf(who: string): string {
    return `${who}/${randomUUID()}`;
  }

  #entryOf(cookie = ''): Entry | null {
    const [who = '', sessionId = ''] = cookie.split('/');
    if (who === 'nobody') return null;
    this.standing.add(sessionId);
    const person = { type: 'person', id: randomUUID(), name: who, role: who as Role } as const;
    return { visitor: { ...person, centreId, municipalityId: null }, sessionId };
  }

  append(count: number, effectKind = 'x', whose = { centreId, streamType: 'alarm' }): void {
    for (let added = 0; added < count; added += 1)
      this.stored.push({
        ...whose,
        type: 'EffectFailed',
        data: { effectId: randomUUID(), effectKind, attempts: 1 },
        alarmId,
        version: this.stored.length + 1,
        schemaVersion: 1,
        at: '2026-11-21T20:15:00.000Z',
        actor: { type: 'system', part: 'outbox' },
        sequence: this.stored.length + 1,
      });
  }

  /** The follower passes on what it had not yet. */
  pass(): void {
    const news = this.stored.slice(this.passedOn);
    this.passedOn = this.stored.length;
    for (let start = 0; start < news.length; start += 500)
      this.desks.events(centreId, news.slice(start, start + 500));
  }

  /** A canary, as the follower hands it on. */
  beat(): void {
    this.desks.canary(centreId, { at: '2026-11-21T20:15:00.000Z', sequence: this.passedOn });
  }

  /** Every socket that said hello is in its room by now: joining takes no more than these turns. */
  async joined(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** The WebSocket below a desk's, which may stop reading. */
export function lineOf(desk: Desk): { pause(): void; resume(): void } {
  const { transport } = desk.socket.io.engine as unknown as {
    transport: { ws: { pause(): void; resume(): void } };
  };
  return transport.ws;
}

export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
