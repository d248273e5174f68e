// The one socket. It says hello with the last number the board has, hands on what comes, and says
// honestly how alive the whole path is. Coming back is our own doing, not the library's: its recovery
// is a happy path, ours starts from the sequence.
//
// A socket is asked for (`trying`) until it is there (`open`) or fails; then the next attempt is waited for (`waiting`),
// which somebody may cut short. Once the server says that coming back is useless, it has `ended` until a person does
// something about it, and `closed` is what the desk itself makes of it when it goes.
import {
  bye as byeMessage,
  canary as canaryMessage,
  events as eventsMessage,
  failing as failingMessage,
  feedProtocol,
  presence as presenceMessage,
  type ByeReason,
  type Canary,
  type DeskToServer,
  type DeskItem,
  type Failing,
  type FeedEvent,
  type PresentMember,
  type ServerToDesk,
} from '@achterwacht/shared/feed.ts';
import { io, type Socket } from 'socket.io-client';
import { createContext } from 'svelte';
import type { ServerTime } from '../server-time.ts';
import { AskingTime } from './asking-time.ts';
import type { Board } from './board.svelte.ts';
import { heardAt, linkOf, retryDelayMilliseconds, type Link } from './liveness.ts';

/** What a person must do before this desk can go on by itself. */
export type Ended = 'session-ended' | 'not-allowed' | 'protocol-unknown';
export type Recovery = { since: number; at: number; events: FeedEvent[]; reloaded: boolean };

type Line =
  | { status: 'trying'; downSince: number | null }
  /** `behindSince`: while the canary counts events that have not come. */
  | { status: 'open'; behindSince: number | null }
  | { status: 'waiting'; downSince: number; nextAttemptAt: number; timer: Timer }
  | { status: 'ended'; downSince: number; why: Ended }
  | { status: 'closed' };
type Timer = ReturnType<typeof setTimeout>;

type Surroundings = {
  board: Board;
  serverTime: ServerTime;
  /** Milliseconds that only go forward. */
  steady: () => number;
  loadBoard: () => Promise<void>;
  onEvents: (events: FeedEvent[]) => void;
  onSettings: () => void;
};

const presenceEveryMilliseconds = 5_000;
/** A front door that takes a line and brings it nowhere; what works opens within a second. */
const connectMilliseconds = 8_000;
/** The canary may overtake the events it counts; longer than this and they are missing. */
const lagMilliseconds = 1_500;

export class Connection {
  #line = $state.raw<Line>({ status: 'trying', downSince: null });
  /** What is drawn of it: a line can be open and bring nothing. */
  #link = $state.raw<Link>({ status: 'connecting' });
  #recovery = $state.raw<Recovery | null>(null);
  #members = $state.raw<PresentMember[]>([]);
  #beatAgeMilliseconds = $state<number | null>(null);
  #failing = $state.raw<Failing[]>([]);
  /** The last time that it asked, somebody answered and could let nobody in. */
  #isTurnedAway = $state(false);
  #isExpired = $state(false);

  readonly #around: Surroundings;
  readonly #socket: Socket<ServerToDesk, DeskToServer>;
  readonly #askingTime: AskingTime;
  readonly #startedAt: number;
  #lastBeatAt: number | null = null;
  #attempt = 0;
  #missing: { since: number; events: FeedEvent[]; reloaded: boolean; shown: boolean } | null = null;
  #needsBoard = false;
  #presenceAt = Number.NEGATIVE_INFINITY;
  #presence: 'free' | 'busy' = 'free';

  constructor(around: Surroundings) {
    this.#around = around;
    this.#startedAt = around.steady();
    this.#socket = io({
      transports: ['websocket'],
      reconnection: false,
      autoConnect: false,
      timeout: connectMilliseconds,
    });
    this.#askingTime = new AskingTime(this.#socket, around.serverTime, around.steady);
    this.#listen();
  }

  get link() {
    return this.#link;
  }
  get isBroken() {
    return this.#link.status === 'broken' || this.#line.status === 'ended';
  }
  /** By the steady clock; null while connected or trying. */
  get nextAttemptAt() {
    return this.#line.status === 'waiting' ? this.#line.nextAttemptAt : null;
  }
  get ended() {
    return this.#line.status === 'ended' ? this.#line.why : null;
  }
  /** Of a session that ended: the server said that only its time was over. */
  get isExpired() {
    return this.#isExpired;
  }
  /** What was missed, once everything is there again; stays until it was read. */
  get recovery() {
    return this.#recovery;
  }
  get members() {
    return this.#members;
  }
  /** Age of the last canary; null before the first. */
  get beatAgeMilliseconds() {
    return this.#beatAgeMilliseconds;
  }

  /** What the server has to do without, as it last said so. */
  get failing() {
    return this.#failing;
  }
  /** Broken or not, there is somebody at the other end. */
  get isAnswered() {
    return this.#line.status === 'open' || this.#isTurnedAway;
  }

  open(): void {
    this.#socket.connect();
  }

  close(): void {
    this.#become({ status: 'closed' });
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
  }

  recoveryWasRead(): void {
    this.#recovery = null;
  }

  retryNow(): void {
    if (this.#line.status !== 'waiting' && this.#line.status !== 'trying') return;
    this.#become({ status: 'trying', downSince: this.#line.downSince });
    void this.#connect();
  }

  /** There is a network again, or the machine slept: nobody waits for the next attempt. */
  wake(): void {
    if (this.#line.status === 'open') void this.#askingTime.ask(6);
    else if (this.#line.status === 'waiting') this.retryNow();
  }

  /** Somebody did something about it: on from where the board stands, as after any other break. */
  resume(): void {
    if (this.#line.status !== 'ended') return;
    this.#isExpired = false;
    this.#become({ status: 'trying', downSince: this.#line.downSince });
    void this.#connect();
  }

  /** Whoever is logged in now is not whose desk this is. */
  endSession(): void {
    this.#end('session-ended');
    this.#socket.disconnect();
  }

  reportPresented(alarmId: string): void {
    if (this.#line.status === 'open') this.#socket.emit('presented', { alarmId });
  }

  setPresence(state: 'free' | 'busy'): void {
    if (state === this.#presence) return;
    this.#presence = state;
    this.#presenceAt = Number.NEGATIVE_INFINITY;
  }

  /** Four times a second: time alone can make what is shown untrue. */
  tick(): void {
    const now = this.#around.steady();
    this.#beatAgeMilliseconds = this.#lastBeatAt === null ? null : now - this.#lastBeatAt;
    const link = linkOf({
      startedAt: this.#startedAt,
      downSince: this.#downSince,
      lastBeatAt: this.#lastBeatAt,
      now,
    });
    if (link.status === 'broken') {
      this.#missing ??= this.#gap();
      this.#missing.shown = true;
    }
    // A redraw only when something changed that is drawn.
    if (link.status !== this.#link.status || link.status === 'delayed') this.#link = link;
    if (this.#line.status !== 'open') return;
    if (now - this.#presenceAt >= presenceEveryMilliseconds) {
      this.#presenceAt = now;
      this.#socket.emit('presence', { state: this.#presence });
    }
    this.#askingTime.tick();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('connect', () => {
      this.#become({ status: 'open', behindSince: null });
      this.#presenceAt = Number.NEGATIVE_INFINITY;
      if (this.#lastBeatAt !== null) this.#missing ??= this.#gap();
      this.#hello();
      void this.#askingTime.ask(6);
    });
    socket.on('disconnect', () => this.#down());
    socket.on('connect_error', (error) => {
      this.#isTurnedAway = error.message === 'unavailable';
      if (error.message === 'not-logged-in') this.#end('session-ended');
      else if (error.message === 'not-allowed') this.#end('not-allowed');
      else this.#down();
    });
    socket.on('events', (raw) => this.#receive(raw));
    socket.on('canary', (raw) => {
      const beat = canaryMessage.safeParse(raw);
      if (beat.success) this.#beat(beat.data);
      else this.#startAgain({ withBoard: true });
    });
    socket.on('presence', (raw) => {
      // Who else is there is worth no interruption.
      const members = presenceMessage.safeParse(raw);
      if (members.success) this.#members = members.data;
    });
    socket.on('failing', (raw) => {
      // What only a later release can fail in is worth no word that nobody has.
      const list: unknown[] = Array.isArray(raw) ? raw : [];
      this.#failing = list.flatMap((one) => failingMessage.safeParse(one).data ?? []);
    });
    socket.on('settings', () => this.#around.onSettings());
    socket.on('bye', (raw) => {
      // One that cannot be read ends the socket all the same.
      const goodbye = byeMessage.safeParse(raw);
      if (!goodbye.success) return;
      this.#isExpired = goodbye.data.isExpired ?? false;
      this.#leave(goodbye.data.reason);
    });
  }

  #hello(): void {
    this.#socket.emit('hello', {
      protocol: feedProtocol,
      afterSequence: this.#around.board.sequence,
    });
  }

  #receive(raw: unknown): void {
    const events = eventsMessage.safeParse(raw);
    // Going on would show a board with holes; the board itself, asked for anew, stands beyond what it cannot
    // read. Until then the desk says that it is not live, and it tries for as long as that takes.
    if (!events.success) return this.#startAgain({ withBoard: true });
    const { applied, trouble } = this.#around.board.apply(events.data as DeskItem[]);
    this.#handOn(applied);
    if (trouble === 'hole') this.#startAgain();
    if (trouble === 'stranger' || trouble === 'unreadable') this.#startAgain({ withBoard: true });
  }

  /** Events are on the board, from the socket or from the answer to a command. */
  #handOn(applied: FeedEvent[]): void {
    if (applied.length === 0) return;
    this.#missing?.events.push(...applied);
    this.#around.onEvents(applied);
  }

  /** What the answer to a command brought, which may be ahead of the feed. */
  receiveAnswer(events: readonly DeskItem[]): void {
    this.#handOn(this.#around.board.applyAnswer(events));
  }

  #beat({ sequence, ageMilliseconds }: Canary): void {
    const now = this.#around.steady();
    const heard = heardAt(now, ageMilliseconds);
    const { board } = this.#around;
    if (this.#line.status !== 'open' || !board.loaded || heard === null) return;
    if (sequence > board.sequence) {
      const behindSince = this.#line.behindSince ?? now;
      this.#isBehind(behindSince);
      if (now - behindSince > lagMilliseconds) this.#startAgain();
      // Alive, but behind: this does not count as fresh data.
      return;
    }
    this.#isBehind(null);
    // Not at the socket's opening: one that only ever brings what cannot be read is asked ever more slowly.
    this.#attempt = 0;
    this.#lastBeatAt = heard;
    if (this.#missing) {
      const { since, events, reloaded, shown } = this.#missing;
      this.#missing = null;
      // A blink that nobody saw needs no report.
      if (shown) this.#recovery = { since, at: now, events, reloaded };
    }
    if (this.#link.status !== 'live') this.tick();
  }

  #gap() {
    return {
      since: this.#downSince ?? this.#lastBeatAt ?? this.#startedAt,
      events: [],
      reloaded: false,
      shown: false,
    };
  }

  /** Null while it is up, or was never up. */
  get #downSince(): number | null {
    return 'downSince' in this.#line ? this.#line.downSince : null;
  }

  #become(line: Line): void {
    if (this.#line.status === 'waiting') clearTimeout(this.#line.timer);
    this.#line = line;
  }

  /** Every second comes a canary: nothing is drawn anew for one that says what the last did. */
  #isBehind(behindSince: number | null): void {
    if (this.#line.status !== 'open' || this.#line.behindSince === behindSince) return;
    this.#become({ status: 'open', behindSince });
  }

  #down(): void {
    if (this.#line.status === 'ended' || this.#line.status === 'closed') return;
    const now = this.#around.steady();
    const delay = retryDelayMilliseconds(this.#attempt);
    this.#attempt += 1;
    const timer = setTimeout(() => this.retryNow(), delay);
    const downSince = this.#downSince ?? now;
    this.#become({ status: 'waiting', downSince, nextAttemptAt: now + delay, timer });
  }

  #end(why: Ended): void {
    this.#become({ status: 'ended', downSince: this.#downSince ?? this.#around.steady(), why });
  }

  /** The server closes the socket after this; `disconnect` brings us back unless that is useless. */
  #leave(reason: ByeReason): void {
    switch (reason) {
      case 'cursor-too-old':
        this.#needsBoard = true;
        return;
      case 'session-ended':
      case 'not-allowed':
      case 'protocol-unknown':
        this.#end(reason);
        this.#socket.disconnect();
        return;
      case 'restarting':
      case 'too-slow':
      case 'too-many':
        return;
    }
  }

  /** A socket says hello once; to hear again from where the board stands takes a new one. */
  #startAgain(options: { withBoard?: boolean } = {}): void {
    if (options.withBoard) this.#needsBoard = true;
    this.#socket.disconnect();
  }

  async #connect(): Promise<void> {
    if (this.#needsBoard) {
      try {
        await this.#around.loadBoard();
      } catch {
        this.#down();
        return;
      }
      this.#needsBoard = false;
      if (this.#missing) this.#missing.reloaded = true;
    }
    this.#socket.connect();
  }
}

export const [useConnection, provideConnection] = createContext<Connection>();
