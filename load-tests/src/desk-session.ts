// A centralist's log-in from outside: password, one-time code, cookie; and the two calls a scenario
// makes with it.
import { randomUUID } from 'node:crypto';
import { errorBody, routes, type Board } from '@achterwacht/shared/routes.ts';
import { Secret, TOTP } from 'otpauth';
import type { Target } from './target.ts';

type DemoAccount = Awaited<ReturnType<typeof demoAccounts>>[number];

export async function demoAccounts({ api }: Target) {
  const response = await fetch(`${api.origin}${routes.demoAccounts.path}`);
  return routes.demoAccounts.response.parse(await response.json()).accounts;
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
      const code = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate();
      response = await post('two-factor/verify-totp', { code }, cookiesOf(response));
    }
    if (!response.ok) throw new Error(`${email} could not log in (${response.status})`);
    return new DeskSession(target, account, cookiesOf(response));
  }

  async board(): Promise<Board> {
    const response = await fetch(`${this.#target.api.origin}${routes.board.path}`, {
      headers: { cookie: this.cookie },
    });
    return routes.board.response.parse(await response.json());
  }

  /** Claims an alarm as it stood at `expectedVersion`; a refusal is an answer, not an error. */
  async claim(alarmId: string, expectedVersion: number): Promise<ClaimAnswer> {
    const path = routes.alarmCommand.path.replace(':alarmId', alarmId);
    const response = await fetch(`${this.#target.api.origin}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: this.#target.publicOrigin,
        cookie: this.cookie,
      },
      body: JSON.stringify({ commandId: randomUUID(), type: 'Claim', expectedVersion }),
    });
    const body: unknown = await response.json();
    if (response.ok) {
      const { events } = routes.alarmCommand.response.parse(body);
      return { status: events.length > 0 ? 'won' : 'nothing-changed' };
    }
    return { status: 'refused', httpStatus: response.status, ...errorBody.parse(body).error };
  }
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
