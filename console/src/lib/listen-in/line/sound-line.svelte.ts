// This desk's own line for sound: one socket and one transport that can only receive, connected from
// log-in on, so that hearing an alarm costs one question and no handshake. A pulse of silence runs over
// it all the time: its packets, counted here, are the proof that sound would arrive.
//
// connecting → open → broken → connecting …, or none while the centre has no sound; it comes back by itself,
// each time with a new token, spread out so that a restarting media-server is not met by every desk at once.
import {
  answerTo,
  goodbyeMessage,
  listenInPath,
  soundLostMessage,
  soundMessage,
  type ConsumerParameters,
  type ListenerAnswer,
  type ListenerAsk,
  type ListenerRefusalCode,
  type ListenerToServer,
  type ServerToListener,
} from '@achterwacht/shared/listen-in/desk.ts';
import type { SoundPresence } from '@achterwacht/shared/listen-in/sound.ts';
import { Device, type types } from 'mediasoup-client';
import { io, type Socket } from 'socket.io-client';
import { ApiError, call } from '../../api.ts';
import { retryDelayMilliseconds } from '../../live/liveness.ts';
import { packetsIn } from './packets.ts';

export type LineState =
  | { status: 'connecting' }
  | { status: 'open'; since: number }
  | { status: 'broken'; since: number }
  /** Not a line that broke: the centre has no sound yet, or none at all. */
  | { status: 'none'; why: Exclude<SoundPresence, 'here'> };

/** What the centre gave: opens one room to this desk, or makes it ready, once. */
export type RoomKey = { token: string; room: string };

export type SoundNews =
  | { type: 'sound'; room: string; consumer: types.Consumer }
  | { type: 'lost'; room: string; why: string }
  /** Out of the room by the centre's word, not by the device's. */
  | { type: 'dismissed'; room: string };

type Surroundings = {
  /** Milliseconds that only go forward. */
  steady: () => number;
  /** The line is open (again): rooms have to be joined anew. */
  onOpen: () => void;
  onNews: (news: SoundNews) => void;
};

const answerMilliseconds = 4_000;
const comeBackMilliseconds = 500;
/** A centre without sound gets it, if ever, when it is started anew; who is logged out when he logs in. */
const askAgainMilliseconds = 30_000;
const countEveryMilliseconds = 1_000;
/** The pulse beats every 400 ms; this long without one and nothing else would arrive either. */
const pulseMilliseconds = 3_000;

/** The media-server said no, or nothing. */
export class LineError extends Error {
  override name = 'LineError';
  readonly code: ListenerRefusalCode | 'no-answer' | 'not-open';
  constructor(code: LineError['code']) {
    super(code);
    this.code = code;
  }
}

type Opened = { device: Device; transport: types.Transport; pulse: types.Consumer };

export class SoundLine {
  #state = $state.raw<LineState>({ status: 'connecting' });
  #pulseAgeMilliseconds = $state<number | null>(null);
  readonly #around: Surroundings;
  #listener: string | null = null;
  #socket: Socket<ServerToListener, ListenerToServer> | null = null;
  #opened: Opened | null = null;
  #consumers = new Map<string, types.Consumer>();
  #joined = new Set<string>();
  #attempt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #countTimer: ReturnType<typeof setInterval> | undefined;
  #pulse = { packets: 0, at: 0 };
  #closed = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get state() {
    return this.#state;
  }
  get isOpen() {
    return this.#state.status === 'open';
  }
  /** How long ago a packet of the pulse came; null while the line is not open. */
  get pulseAgeMilliseconds() {
    return this.#pulseAgeMilliseconds;
  }

  /** What the media-server knows this desk by; null while the line is not open. */
  get listener() {
    return this.#listener;
  }

  open(): void {
    this.#countTimer = setInterval(() => void this.#countPulse(), countEveryMilliseconds);
    void this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
    clearInterval(this.#countTimer);
    this.#drop();
  }

  /** Takes a place in a room; the sound itself comes as news when there is any. */
  async join({ token, room }: RoomKey): Promise<{ isReceiving: boolean }> {
    const { device } = this.#here();
    this.#joined.add(room);
    const { consumer, receiving } = await this.#ask('join', {
      token,
      rtpCapabilities: device.recvRtpCapabilities as never,
    });
    if (consumer) await this.#hear(room, consumer);
    return { isReceiving: receiving };
  }

  /** Agrees on a room's sound beforehand: its track is there, and carries nothing until the room is joined. */
  async prepare({ token, room }: RoomKey): Promise<void> {
    const { device } = this.#here();
    const { consumer } = await this.#ask('prepare', {
      token,
      rtpCapabilities: device.recvRtpCapabilities as never,
    });
    // Joined meanwhile: what it hears by that must not be replaced.
    if (consumer && !this.#joined.has(room)) await this.#hear(room, consumer);
  }

  leave(room: string): void {
    this.#joined.delete(room);
    this.#forget(room);
    // Whoever is no longer connected is in no room.
    void this.#ask('leave', { room }).catch(() => undefined);
  }

  async #connect(): Promise<void> {
    try {
      const { token, listener, sound } = await call('listenInConnect');
      if (this.#closed) return;
      if (sound !== 'here') return this.#hasNone(sound);
      await this.#openSocket(token);
      this.#opened = await this.#openTransport();
      this.#listener = listener;
      if (this.#closed) return this.#drop();
      this.#attempt = 0;
      this.#pulse = { packets: 0, at: this.#around.steady() };
      this.#state = { status: 'open', since: this.#around.steady() };
      this.#around.onOpen();
    } catch (error) {
      // No api, no media-server or no way through: the lamp says so, and it is tried again. Whose session is over
      // gets sound when he has logged in, and asks no sooner for it.
      const isOver = error instanceof ApiError && error.status === 401;
      this.#fell(isOver ? askAgainMilliseconds : retryDelayMilliseconds(this.#attempt));
    }
  }

  #hasNone(why: Exclude<SoundPresence, 'here'>): void {
    this.#state = { status: 'none', why };
    const delay = why === 'absent' ? askAgainMilliseconds : retryDelayMilliseconds(this.#attempt);
    this.#attempt += 1;
    this.#connectIn(delay);
  }

  #openSocket(token: string): Promise<void> {
    const socket: Socket<ServerToListener, ListenerToServer> = io({
      path: listenInPath,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth: { token },
      timeout: answerMilliseconds,
    });
    this.#socket = socket;
    socket.on('sound', (raw) => {
      const { room, consumer } = soundMessage.parse(raw);
      void this.#hear(room, consumer).catch(() => this.#fell(comeBackMilliseconds));
    });
    socket.on('sound-lost', (raw) => {
      const { room, why } = soundLostMessage.parse(raw);
      this.#around.onNews(
        why === 'dismissed' ? { type: 'dismissed', room } : { type: 'lost', room, why },
      );
    });
    socket.on('goodbye', (raw) => {
      goodbyeMessage.parse(raw);
      this.#fell(Math.random() * comeBackMilliseconds);
    });
    return new Promise((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', reject);
      socket.on('disconnect', () => {
        reject(new LineError('no-answer'));
        if (socket === this.#socket) this.#fell(Math.random() * comeBackMilliseconds);
      });
    });
  }

  async #openTransport(): Promise<Opened> {
    const { routerRtpCapabilities, transport: offered } = await this.#ask('transport', {});
    const device = new Device();
    // The media-server's words were bounded by the schema; what is inside is mediasoup's own on both sides.
    await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
    const transport = device.createRecvTransport(offered as types.TransportOptions);
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.#ask('connect-transport', { dtlsParameters }).then(() => done(), failed);
    });
    transport.on('connectionstatechange', (state) => {
      if (state === 'failed' && this.#opened?.transport === transport)
        this.#fell(Math.random() * comeBackMilliseconds);
    });
    const { consumer } = await this.#ask('pulse', {
      rtpCapabilities: device.recvRtpCapabilities as never,
    });
    const pulse = await transport.consume(consumer as types.ConsumerOptions);
    return { device, transport, pulse };
  }

  /** A consumer the desk has already carries packets again: the same track goes on. */
  async #hear(room: string, parameters: ConsumerParameters): Promise<void> {
    let consumer = this.#consumers.get(room);
    if (consumer?.id !== parameters.id) {
      this.#forget(room);
      consumer = await this.#here().transport.consume(parameters as types.ConsumerOptions);
      this.#consumers.set(room, consumer);
    }
    this.#around.onNews({ type: 'sound', room, consumer });
  }

  #forget(room: string): void {
    this.#consumers.get(room)?.close();
    this.#consumers.delete(room);
  }

  #here(): Opened {
    if (!this.#opened) throw new LineError('not-open');
    return this.#opened;
  }

  async #ask<Ask extends ListenerAsk>(
    ask: Ask,
    request: Parameters<ListenerToServer[Ask]>[0],
  ): Promise<Extract<ListenerAnswer<Ask>, { ok: true }>> {
    const socket = this.#socket;
    if (!socket) throw new LineError('not-open');
    let raw: unknown;
    try {
      // TypeScript does not follow `ask` through the table of events.
      raw = await (socket.timeout(answerMilliseconds) as unknown as Asking).emitWithAck(
        ask,
        request,
      );
    } catch {
      throw new LineError('no-answer');
    }
    const answer = answerTo(ask, raw);
    if (!answer.ok) throw new LineError(answer.code);
    return answer as Extract<ListenerAnswer<Ask>, { ok: true }>;
  }

  #fell(delayMilliseconds: number): void {
    if (this.#closed) return;
    this.#drop();
    if (this.#state.status !== 'broken')
      this.#state = { status: 'broken', since: this.#around.steady() };
    this.#attempt += 1;
    this.#connectIn(delayMilliseconds);
  }

  /** Whoever logged in again waits for no next attempt. */
  retryNow(): void {
    if (this.#state.status === 'broken') this.#connectIn(0);
  }

  #connectIn(delayMilliseconds: number): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.#connect(), delayMilliseconds);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.removeAllListeners();
    socket?.disconnect();
    this.#opened?.transport.close();
    this.#opened = null;
    this.#listener = null;
    this.#consumers.clear();
    this.#joined.clear();
    this.#pulseAgeMilliseconds = null;
  }

  async #countPulse(): Promise<void> {
    const pulse = this.#opened?.pulse;
    if (!pulse || pulse.closed) return;
    const count = packetsIn(await pulse.getStats());
    const now = this.#around.steady();
    if (count && count.received > this.#pulse.packets)
      this.#pulse = { packets: count.received, at: now };
    if (!this.#opened) return;
    this.#pulseAgeMilliseconds = now - this.#pulse.at;
    if (now - this.#pulse.at > pulseMilliseconds) this.#fell(Math.random() * comeBackMilliseconds);
  }
}

type Asking = { emitWithAck: (ask: ListenerAsk, request: unknown) => Promise<unknown> };
