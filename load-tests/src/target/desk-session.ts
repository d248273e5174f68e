// A person's log-in from outside: password, one-time code, cookie; and the few calls a scenario makes
// with it. Answers are taken at their word: checking a thousand of them against the schema would
// be measured as the server's time, and that they fit it is tested where they are made.
import { randomUUID } from 'node:crypto';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Board, CommandAnswer } from '@achterwacht/shared/routes/alarms.ts';
import type { ErrorBody } from '@achterwacht/shared/routes/route.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { Secret, TOTP } from 'otpauth';
import type { Target } from './target.ts';

export type DemoAccount = {
  role: string;
  email: string;
  password: string;
  /** Base32. */
  totpSecret?: string;
};

export async function demoAccounts({ api }: Target): Promise<DemoAccount[]> {
  const response = await fetch(`${api.origin}${routes.demoAccounts.path}`);
  const { accounts } = (await response.json()) as {
    accounts: DemoAccount[];
  };
  return accounts;
}

export class DeskSession {
  readonly cookie: string;
  readonly account: DemoAccount;
  readonly #target: Target;

  private constructor(target: Target, account: DemoAccount, cookie: string) {
    this.#target = target;
    this.account = account;
    this.cookie = cookie;
  }

  static async logIn(target: Target, account: DemoAccount): Promise<DeskSession> {
    const post = (path: string, body: object, cookie = ''): Promise<Response> =>
      fetch(`${target.api.origin}/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: target.publicOrigin, cookie },
        body: JSON.stringify(body),
      });
    const { email, password, totpSecret } = account;
    let response = await post('sign-in/email', { email, password });
    if (response.ok && totpSecret !== undefined) {
      const halfway = cookiesOf(response);
      for (const code of codesOf(totpSecret)) {
        response = await post('two-factor/verify-totp', { code }, halfway);
        if (response.ok) break;
      }
    }
    if (!response.ok) throw new Error(`${email} could not log in (${response.status})`);
    return new DeskSession(target, account, cookiesOf(response));
  }

  board(): Promise<Board> {
    return this.get<Board>(routes.board.path);
  }

  /** Whatever a centralist may read; the route's own response. */
  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.#target.api.origin}${path}`, {
      headers: { cookie: this.cookie },
    });
    return (await response.json()) as T;
  }

  /** Claims an alarm as it stood at `expectedVersion`; a refusal is an answer, not an error. */
  async claim(alarmId: string, expectedVersion: number): Promise<ClaimAnswer> {
    const { httpStatus, body } = await this.#command(alarmId, { type: 'Claim', expectedVersion });
    if ('error' in body) return { status: 'refused', httpStatus, ...body.error };
    return { status: body.events.length > 0 ? 'won' : 'nothing-changed' };
  }

  /** Takes an alarm and hands it over, by telephone and by data beside it. */
  async handOver(alarmId: string): Promise<void> {
    await this.claim(alarmId, await this.#versionOf(alarmId));
    const { body } = await this.#command(alarmId, {
      type: 'SendHandover',
      expectedVersion: await this.#versionOf(alarmId),
      class: 'assistance',
      overrideReason: null,
      channel: 'telephone',
      route: { regionCode: 'noord-holland', which: 'first' },
      withData: true,
    });
    if ('error' in body) throw new Error(`it was not handed over: ${body.error.code}`);
  }

  /** A further message, which goes the way the handover went. */
  async sendPoliceMessage(alarmId: string, text: string): Promise<void> {
    const { body } = await this.#command(alarmId, { type: 'AddPoliceMessage', text });
    if ('error' in body) throw new Error(`the message was not sent: ${body.error.code}`);
  }

  /** Of an alarm that was handed over: a cookie of a police page, as a phone gets it for the link and its PIN. */
  async policeCookie(alarmId: string, name: string): Promise<string> {
    const link = routes.sharePoliceLink.path.replace(':alarmId', alarmId);
    const shared = await this.#post(link, { commandId: randomUUID(), linkId: randomUUID() });
    if (!shared.ok) throw new Error(`no police link was made (${shared.status})`);
    const { url, pin } = (await shared.json()) as { url: string; pin: string };
    const secret = new URL(url).hash.slice(1);
    const entered = await this.#post(routes.policeEnter.path, { secret, pin, name });
    if (!entered.ok) throw new Error(`the police page did not open (${entered.status})`);
    return cookiesOf(entered);
  }

  /** Ends an alarm whoever has it, as a supervisor may. */
  async close(alarmId: string): Promise<void> {
    const summary = 'Opgeruimd na een meting';
    const taken = await this.#command(alarmId, { type: 'TakeOver', reason: summary });
    if ('error' in taken.body) await this.claim(alarmId, await this.#versionOf(alarmId));
    const { body } = await this.#command(alarmId, {
      type: 'Close',
      expectedVersion: await this.#versionOf(alarmId),
      outcome: 'unknown',
      needless: false,
      summary,
    });
    if ('error' in body) throw new Error(`the alarm was not closed: ${body.error.code}`);
  }

  async #versionOf(alarmId: string): Promise<number> {
    const { alarms } = await this.board();
    return alarms.find(({ id }) => id === alarmId)?.version ?? 0;
  }

  async #command(alarmId: string, command: PersonCommand) {
    const path = routes.alarmCommand.path.replace(':alarmId', alarmId);
    const response = await this.#post(path, { commandId: randomUUID(), ...command });
    const body = (await response.json()) as CommandAnswer | ErrorBody;
    return { httpStatus: response.status, body };
  }

  #post(path: string, body: object): Promise<Response> {
    return fetch(`${this.#target.api.origin}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: this.#target.publicOrigin,
        cookie: this.cookie,
      },
      body: JSON.stringify(body),
    });
  }
}

/** A code lets in once; whoever logs in again within its thirty seconds takes one of its neighbours. */
export function codesOf(totpSecret: string): string[] {
  const totp = new TOTP({ secret: Secret.fromBase32(totpSecret) });
  return [0, 30_000, -30_000].map((later) => totp.generate({ timestamp: Date.now() + later }));
}

export type ClaimAnswer =
  | { status: 'won' | 'nothing-changed' }
  | {
      status: 'refused';
      httpStatus: number;
      code: string;
      message: string;
      details?: Record<string, unknown> | undefined;
    };

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
