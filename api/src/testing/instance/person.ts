// A person at the api's door as a browser is: logs in with password and one-time code, keeps the
// cookie, says where the page came from, and may have the desk's socket open.
import { randomInt, randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { io, type Socket } from 'socket.io-client';
import { expect } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import {
  type ByeReason,
  type Canary,
  type DeskToServer,
  type FeedEvent,
  type PresentMember,
  type ServerToDesk,
  feedProtocol,
  isReadable,
} from '@achterwacht/shared/feed.ts';
import type { Board, CommandAnswer } from '@achterwacht/shared/routes/alarms.ts';
import type { ErrorBody } from '@achterwacht/shared/routes/route.ts';
import { waitUntil } from '../../../../tools/processes/child.ts';

export type Account = {
  role: string;
  name: string;
  email: string;
  password: string;
  totpSecret?: string | undefined;
};
type Place = { url: string; origin: string };
export type Answer<T = unknown> = { status: number; body: T; headers: Headers };

const periodMilliseconds = 30_000;
/** Beyond this something hangs; nothing here is timed by it. */
const hangMilliseconds = 30_000;

/** The one-time code of this moment, or of the thirty seconds so many periods later. */
export function codeOf(account: Account, period = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(account.totpSecret ?? '') });
  return totp.generate({ timestamp: Date.now() + period * periodMilliseconds });
}

export class Person {
  readonly place: Place;
  /** As the front door tells it; everybody has his own, so that nobody uses up another's attempts. */
  readonly address: string;
  cookie = '';
  /** Told of every answer. */
  onAnswer: ((method: string, path: string, answer: Answer) => void) | null = null;

  constructor(place: Place, address = someAddress()) {
    this.place = place;
    this.address = address;
  }

  /** Whoever asks on the machine itself, past the front door. */
  static onTheMachine(place: Place): Person {
    return new Person(place, '');
  }

  static async logIn(place: Place, account: Account): Promise<Person> {
    const person = new Person(place);
    expect((await person.signIn(account.email, account.password)).status).toBe(200);
    if (account.totpSecret) await person.verifyAnyCode(account);
    return person;
  }

  /** A code lets in once; whoever logs in again within its time takes one of its neighbours. */
  private async verifyAnyCode(account: Account): Promise<void> {
    const statuses: number[] = [];
    for (const period of [0, 1, -1]) {
      const { status } = await this.verifyCode(codeOf(account, period));
      if (status === 200) return;
      statuses.push(status);
    }
    expect(statuses).toContain(200);
  }

  signIn(email: string, password: string): Promise<Answer<ErrorBody>> {
    return this.post('/api/auth/sign-in/email', { email, password });
  }

  verifyCode(code: string): Promise<Answer<ErrorBody>> {
    return this.post('/api/auth/two-factor/verify-totp', { code });
  }

  /** The same person at another api process. */
  at(place: Place): Person {
    const there = new Person(place, this.address);
    there.cookie = this.cookie;
    return there;
  }

  get<T = ErrorBody>(path: string, headers: Headings = {}): Promise<Answer<T>> {
    return this.request('GET', path, { headers });
  }

  post<T = ErrorBody>(path: string, body: unknown, headers: Headings = {}): Promise<Answer<T>> {
    return this.request('POST', path, {
      headers: { 'content-type': 'application/json', origin: this.place.origin, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async board(): Promise<Board> {
    const { status, body } = await this.get<Board>('/api/board');
    expect(status).toBe(200);
    return body;
  }

  command(
    alarmId: string,
    command: PersonCommand & { commandId?: string },
  ): Promise<Answer<CommandAnswer & ErrorBody>> {
    return this.post(`/api/alarms/${alarmId}/commands`, { commandId: randomUUID(), ...command });
  }

  /** Opens the live socket and says hello; from the board's sequence unless told otherwise. */
  async desk(afterSequence?: number): Promise<Desk> {
    const from = afterSequence ?? (await this.board()).sequence;
    return Desk.open(this.place, this.cookie, { protocol: feedProtocol, afterSequence: from });
  }

  private async request<T>(
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Headings; body?: string },
  ): Promise<Answer<T>> {
    const sent = Object.entries({
      cookie: this.cookie,
      'x-forwarded-for': this.address,
      ...headers,
    }).filter((entry): entry is [string, string] => Boolean(entry[1]));
    const response = await fetch(`${this.place.url}${path}`, {
      method,
      headers: sent,
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
    });
    this.keep(response.headers.getSetCookie());
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    const answer = {
      status: response.status,
      body: (isJson ? JSON.parse(text) : text) as T,
      headers: response.headers,
    };
    this.onAnswer?.(method, path, answer);
    return answer;
  }

  private keep(given: string[]): void {
    const jar = new Map(this.cookie.split('; ').map((one) => [one.split('=')[0], one]));
    for (const cookie of given) {
      const [pair = ''] = cookie.split(';');
      const [name = ''] = pair.split('=');
      if (/max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, pair);
    }
    this.cookie = [...jar.values()].filter(Boolean).join('; ');
  }
}

/** A header that is undefined is not sent at all. */
type Headings = Record<string, string | undefined>;

function someAddress(): string {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
}

type DeskSocket = Socket<ServerToDesk, DeskToServer>;

export class Desk {
  readonly socket: DeskSocket;
  readonly events: FeedEvent[] = [];
  readonly canaries: Canary[] = [];
  presence: PresentMember[] = [];
  bye: ByeReason | null = null;
  /** As the goodbye says it. */
  isExpired = false;

  private constructor(socket: DeskSocket) {
    this.socket = socket;
    socket.on('events', (list) => this.events.push(...list.filter(isReadable)));
    socket.on('canary', (beat) => this.canaries.push(beat));
    socket.on('presence', (members) => {
      this.presence = members;
    });
    socket.on('bye', ({ reason, isExpired }) => {
      this.bye = reason;
      this.isExpired = isExpired ?? false;
    });
  }

  /** Resolves once connected; rejects with the server's reason. `hello` undefined: says nothing. */
  static async open(
    place: Place,
    cookie: string,
    hello?: { protocol: number; afterSequence: number },
    origin: string | undefined = place.origin,
  ): Promise<Desk> {
    const socket: DeskSocket = io(place.url, {
      path: '/socket.io',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { cookie, ...(origin ? { origin } : {}) },
    });
    const desk = new Desk(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
    // The protocol's number is a literal to the compiler; an unknown one is what some tests send.
    if (hello) socket.emit('hello', hello as Parameters<DeskToServer['hello']>[0]);
    return desk;
  }

  get sequences(): number[] {
    return this.events.map((event) => event.sequence);
  }

  async until(what: string, isTrue: (desk: Desk) => boolean): Promise<void> {
    await waitUntil(what, () => isTrue(this), { withinMilliseconds: hangMilliseconds });
  }

  close(): void {
    this.socket.close();
  }
}
