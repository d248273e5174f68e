// Listening in at this desk: which alarms it has a line to, which one is in the headset, and what the
// centre is told of it. Nothing here can send: there is no microphone, no producer, no way back.
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { soundPath } from '@achterwacht/shared/routes/listen-in.ts';
import { ApiError, call } from '../api.ts';
import { Listening } from './line/listening.svelte.ts';
import { LineError, SoundLine, type RoomKey, type SoundNews } from './line/sound-line.svelte.ts';
import { ListenBack } from './listen-back/listen-back.svelte.ts';
import { SoundGraph, type Shape } from './output/sound-graph.ts';
import { VoiceOutput } from './output/voice-output.svelte.ts';

type Surroundings = {
  /** Milliseconds that only go forward. */
  steady: () => number;
  /** The server's clock. */
  now: () => number;
  /** The device this post wants for voices. */
  chosenOutput: () => string;
  /** How this post wants to hear them. */
  chosenShape: () => Shape;
  /** Since when the alarm has no sound any more, by the server's clock; null while it has, or never had. */
  soundGoneAt: (alarmId: string) => number | null;
  /** A command of this desk about itself; false when it did not arrive. */
  send: (alarmId: string, command: PersonCommand) => Promise<boolean>;
  onRefused: (alarmId: string, cause: unknown) => void;
  /** The centre ended this desk's listening: by its log this person listens there no more. */
  onDismissed: (alarmId: string) => void;
  onPlaybackFailed: () => void;
};

const joinAgainMilliseconds = 1_000;
const measureEveryMilliseconds = 40;
const countEveryMilliseconds = 500;
/** Whoever goes from one alarm to the next finds the sound still on. */
const restAfterMilliseconds = 2_000;

export class ListenIn {
  readonly line: SoundLine;
  readonly output: VoiceOutput;
  readonly back: ListenBack;
  readonly #graph = new SoundGraph();
  readonly #around: Surroundings;
  #listenings = $state.raw<ReadonlyMap<string, Listening>>(new Map());
  /** What is likely to be heard next, by alarm: agreed on, not joined, not a packet of it here. */
  readonly #prepared = new Map<string, Listening>();
  #heardId = $state<string | null>(null);
  #muted = $state(false);
  #gainDecibels = $state(0);
  #timers: ReturnType<typeof setInterval>[] = [];
  #restTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    this.line = new SoundLine({
      steady: around.steady,
      onOpen: () => this.#joinAll(),
      onNews: (news) => this.#newsCame(news),
    });
    this.output = new VoiceOutput(this.#graph, around.chosenOutput);
    this.back = new ListenBack(this.#graph, {
      now: around.now,
      url: (alarmId, from) =>
        `${soundPath.replace(':alarmId', alarmId)}?from=${from.toISOString()}&follow=1&container=webm`,
      onPlace: () => this.#route(),
      onFailed: around.onPlaybackFailed,
    });
  }

  get muted() {
    return this.#muted;
  }
  get gainDecibels() {
    return this.#gainDecibels;
  }
  /** The alarm in the headset. */
  get heardId() {
    return this.#heardId;
  }

  /** Nobody listens while the centre has no sound, whatever was agreed on for when it has. */
  of(alarmId: string): Listening | null {
    if (this.line.state.status === 'none') return null;
    return this.#listenings.get(alarmId) ?? null;
  }

  start(): void {
    this.line.open();
    this.output.start();
    this.useShape();
    this.#keepUp();
  }

  close(): void {
    this.#timers.forEach(clearInterval);
    clearTimeout(this.#restTimer);
    for (const listening of this.#listenings.values()) listening.close();
    for (const listening of this.#prepared.values()) listening.close();
    this.line.close();
    this.output.close();
    this.back.close();
    this.#graph.close();
  }

  /** Takes a line to the alarm and puts it in the headset. */
  async listenTo(alarmId: string): Promise<void> {
    const isNew = !this.#listenings.has(alarmId);
    const listening = this.expect(alarmId);
    if (isNew) await this.#join(listening);
  }

  /** Makes room for what is about to be heard; `enter` or `leave` follows. */
  expect(alarmId: string): Listening {
    const known = this.#listenings.get(alarmId);
    if (!known) performance.mark('achterwacht:listen', { detail: { alarmId } });
    const listening = known ?? this.#prepared.get(alarmId) ?? new Listening(alarmId, this.#graph);
    this.#prepared.delete(alarmId);
    if (!known) this.#set(alarmId, listening);
    this.hear(alarmId);
    return listening;
  }

  /** Keeps these ready and no others: the first sound then waits for nothing but the right to hear it. */
  prepare(alarmIds: readonly string[]): void {
    for (const [alarmId, listening] of this.#prepared) {
      if (alarmIds.includes(alarmId)) continue;
      this.#prepared.delete(alarmId);
      listening.close();
      if (listening.room) this.line.leave(listening.room);
    }
    if (!this.line.isOpen) return;
    for (const alarmId of alarmIds)
      if (!this.#prepared.has(alarmId) && !this.#listenings.has(alarmId))
        void this.#prepare(alarmId);
    this.#keepUp();
  }

  /** Goes in with the key that the centre gave. */
  enter(alarmId: string, key: RoomKey): void {
    const listening = this.#listenings.get(alarmId);
    if (listening) void this.#enter(listening, key).catch(() => this.#joinLater(listening));
    // Given up before it began: the centre must not go on believing that somebody listens.
    else void this.#around.send(alarmId, { type: 'StopListening' });
  }

  /** `isReported` unless the alarm itself is over. */
  leave(alarmId: string, { isReported }: { isReported: boolean }): void {
    const listening = this.#listenings.get(alarmId);
    if (!listening) return;
    listening.close();
    if (listening.room) this.line.leave(listening.room);
    this.#set(alarmId, null);
    if (this.#heardId === alarmId) this.hear([...this.#listenings.keys()].at(-1) ?? null);
    if (isReported) void this.#around.send(alarmId, { type: 'StopListening' });
  }

  /** Puts another of its alarms in the headset; the rest go on being measured. */
  hear(alarmId: string | null): void {
    if (alarmId === this.#heardId || (alarmId && !this.#listenings.has(alarmId))) return;
    this.#heardId = alarmId;
    this.back.live();
    this.#route();
  }

  /** Alarms that are over are listened to no longer. */
  keepOnly(openIds: ReadonlySet<string>): void {
    for (const alarmId of this.#listenings.keys())
      if (!openIds.has(alarmId)) this.leave(alarmId, { isReported: false });
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#graph.setMuted(muted);
  }

  setGain(decibels: number): void {
    this.#gainDecibels = decibels;
    this.#graph.setGain(decibels);
  }

  /** As it is chosen now. */
  useShape(): void {
    this.#graph.setShape(this.#around.chosenShape());
  }

  async #join(listening: Listening): Promise<void> {
    const { alarmId } = listening;
    const { listener } = this.line;
    // Everything is joined once the line is open.
    if (!listener) return;
    try {
      const key = await call('alarmListenIn', { params: { alarmId }, body: { listener } });
      if (this.#isWanted(listening)) await this.#enter(listening, key);
      else if (!this.#listenings.has(alarmId)) this.enter(alarmId, key);
    } catch (cause) {
      if (!this.#isWanted(listening)) return;
      // No answer is no refusal: the line is down, or about to be found so.
      if (!(cause instanceof ApiError) || cause.status === 0) return this.#joinLater(listening);
      this.leave(alarmId, { isReported: false });
      this.#around.onRefused(alarmId, cause);
    }
  }

  async #enter(listening: Listening, key: RoomKey): Promise<void> {
    listening.enters(key.room);
    listening.joined(await this.line.join(key));
  }

  /** Only a head start: what cannot be prepared is joined as it is, and says why when that fails too. */
  async #prepare(alarmId: string): Promise<void> {
    const { listener } = this.line;
    if (!listener) return;
    const listening = new Listening(alarmId, this.#graph);
    this.#prepared.set(alarmId, listening);
    try {
      const params = { alarmId };
      const key = await call('alarmPrepareListenIn', { params, body: { listener } });
      if (this.#prepared.get(alarmId) !== listening) return;
      listening.preparesIn(key.room);
      await this.line.prepare(key);
    } catch (cause) {
      if (!(cause instanceof ApiError) && !(cause instanceof LineError)) throw cause;
    }
  }

  #joinLater(listening: Listening): void {
    setTimeout(() => {
      if (this.#isWanted(listening) && !listening.isJoined) void this.#join(listening);
    }, joinAgainMilliseconds);
  }

  #isWanted(listening: Listening): boolean {
    return this.#listenings.get(listening.alarmId) === listening;
  }

  #joinAll(): void {
    // Of the line before this one; what is still wanted is made ready anew.
    for (const listening of this.#prepared.values()) listening.close();
    this.#prepared.clear();
    for (const listening of this.#listenings.values()) void this.#join(listening);
  }

  #newsCame(news: SoundNews): void {
    if (news.type === 'dismissed') return this.#dismissed(news.room);
    for (const listening of [...this.#listenings.values(), ...this.#prepared.values()]) {
      if (listening.room !== news.room) continue;
      if (news.type === 'sound') listening.carries(news.consumer);
      else listening.deviceLost(this.#around.steady());
    }
  }

  #dismissed(room: string): void {
    for (const [alarmId, listening] of this.#listenings) {
      // One that is just coming back asked after the centre had ended it.
      if (listening.room !== room || !listening.isJoined) continue;
      this.leave(alarmId, { isReported: false });
      this.#around.onDismissed(alarmId);
    }
  }

  /** Exactly one thing is in the headset: a live line, or what is listened back to. */
  #route(): void {
    for (const [alarmId, listening] of this.#listenings)
      listening.setHeard(this.back.isLive && alarmId === this.#heardId);
  }

  #measure(): void {
    const now = this.#around.steady();
    this.back.follow();
    for (const [alarmId, listening] of this.#listenings) {
      if (!this.line.isOpen && listening.isJoined) listening.lineBroke();
      // What is not in the headset is not heard, whatever its meter shows.
      const isHeard = alarmId === this.#heardId;
      if (listening.isWaitingForPackets) void listening.count(now);
      const goneAt = this.#around.soundGoneAt(alarmId);
      listening.measure(now, {
        headsetLost: this.output.isLost,
        muted: this.#muted ? 'by-you' : this.output.isPlaying ? 'no' : 'by-browser',
        soundGoneAt: goneAt === null ? null : goneAt + now - this.#around.now(),
      });
      const first = listening.firstHeard(now);
      if (first === 'sound') performance.mark('achterwacht:audible', { detail: { alarmId } });
      if (first) void this.#around.send(alarmId, { type: 'ReportAudible', line: first });
      const hears = listening.report(now, isHeard && this.back.isLive);
      if (hears)
        void this.#around
          .send(alarmId, { type: 'ReportHearing', hears })
          .then((arrived) => arrived || listening.reportFailed());
    }
  }

  #count(): void {
    for (const listening of this.#listenings.values()) void listening.count(this.#around.steady());
  }

  #set(alarmId: string, listening: Listening | null): void {
    const listenings = new Map(this.#listenings);
    if (listening) listenings.set(alarmId, listening);
    else listenings.delete(alarmId);
    this.#listenings = listenings;
    this.#route();
    this.#keepUp();
  }

  /**
   * A desk is open all day and listens for minutes of it: with nothing to hear nothing is measured, and with nothing
   * that is likely to be heard next either, no sound is computed.
   */
  #keepUp(): void {
    const measures = this.#listenings.size > 0;
    if (measures !== this.#timers.length > 0) {
      this.#timers.forEach(clearInterval);
      this.#timers = measures
        ? [
            setInterval(() => this.#measure(), measureEveryMilliseconds),
            setInterval(() => this.#count(), countEveryMilliseconds),
          ]
        : [];
    }
    if (measures || this.#prepared.size > 0) {
      clearTimeout(this.#restTimer);
      this.#restTimer = undefined;
      this.output.wake();
    } else this.#restTimer ??= setTimeout(() => this.output.rest(), restAfterMilliseconds);
  }
}
