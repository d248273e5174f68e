// The session that a desk stands on: what the centre runs by, when it ends, and how it is begun again in place.
import type { Session } from '@achterwacht/shared/routes/session.ts';
import { call } from '../api.ts';
import type { Connection } from '../live/connection.svelte.ts';

type Surroundings = {
  connection: Connection;
  serverNow: () => number;
  /** Begun again: everything goes on where it was. */
  onLoggedIn: () => void;
  /** Somebody or something ended it, and nothing of it is kept. */
  onTakenAway: () => void;
};

/** A desk stands open for days, and hears of another number; what was said while it had no line it asks for. */
const loadMilliseconds = 60_000;

export class DeskSession {
  /** As the page was opened with it. */
  readonly opened: Session;
  /** As it was last asked for; what it says of the centre and of its own end may have changed. */
  #latest = $state.raw<Session>();
  #loadedAt = performance.now();
  #hasLoggedIn = false;
  #loggedOut = $state<'expired' | 'ended' | null>(null);
  readonly #around: Surroundings;

  constructor(opened: Session, around: Surroundings) {
    this.opened = opened;
    this.#around = around;
  }

  /** What the centre runs by. */
  get centre(): Session['centre'] {
    return (this.#latest ?? this.opened).centre;
  }

  /** When it ends, whatever is done at it. */
  get endsAt(): string {
    return (this.#latest ?? this.opened).endsAt;
  }

  /**
   * Why nothing of the desk may be seen until its person has logged in again; null: he is. `expired`: he only stayed too
   * long, so that what he needs for his own alarms is left to him; `ended`: somebody or something ended it, and nothing is.
   */
  get loggedOut() {
    return this.#loggedOut;
  }

  /** Whether the person of this desk is logged in, wherever he did that. */
  async isHisAgain(): Promise<boolean> {
    const session = await call('session').catch(() => null);
    return session?.user.id === this.opened.user.id;
  }

  /** To be called once the same person has logged in. */
  async loggedInAgain(): Promise<void> {
    this.#hasLoggedIn = true;
    await this.load();
    this.#loggedOut = null;
    this.#around.onLoggedIn();
  }

  async load(): Promise<void> {
    this.#loadedAt = performance.now();
    // Without an answer what is known stays: numbers that were right a minute ago.
    const session = await call('session').catch(() => null);
    if (!session) return;
    // Logged in at another window of this browser: this desk is not his.
    if (session.user.id === this.opened.user.id) this.#latest = session;
    else this.#around.connection.endSession();
  }

  /** The line is back. @returns `logged-in`: by a log-in that this desk waited for. */
  cameBack(): 'logged-in' | 'line' {
    void this.load();
    const how = this.#hasLoggedIn ? 'logged-in' : 'line';
    this.#hasLoggedIn = false;
    return how;
  }

  /** Four times a second. */
  tick(): void {
    this.#lookWhetherOver();
    if (performance.now() - this.#loadedAt > loadMilliseconds) void this.load();
  }

  /** Judged once, when it ends: what was taken away does not come back by the passing of time. */
  #lookWhetherOver(): void {
    const { connection, serverNow, onTakenAway } = this.#around;
    if (connection.ended !== 'session-ended' || this.#loggedOut !== null) return;
    const isOver = connection.isExpired || serverNow() >= Date.parse(this.endsAt);
    this.#loggedOut = isOver ? 'expired' : 'ended';
    if (!isOver) onTakenAway();
  }
}
