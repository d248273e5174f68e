// One alarm that this desk listens to: its place in the room, its track, and what is known of both. The
// evidence is gathered here; what it means is said by hearing.ts.
import type { Hears } from '@achterwacht/shared/alarm/sound/state.ts';
import type { types } from 'mediasoup-client';
import {
  HearingReports,
  heardOf,
  hearsOf,
  isSame,
  type Heard,
  type Muted,
} from '../hearing/hearing.ts';
import { noLevel, ShownLevel, VoiceJudge, type Level } from '../hearing/level.ts';
import type { GraphInput, SoundGraph } from '../output/sound-graph.ts';
import { packetsIn, type Packets } from './packets.ts';

/** A line that carried packets for so long and nothing in them is a silent one: a stage of its own. */
const silentLineMilliseconds = 5_000;

export type Circumstances = {
  headsetLost: boolean;
  muted: Muted;
  /** Since when the alarm's own record says that its sound is gone, by the steady clock; null while it is not. */
  soundGoneAt: number | null;
};

export class Listening {
  readonly alarmId: string;
  readonly #graph: SoundGraph;
  #level = $state.raw<Level>(noLevel);
  #heard = $state.raw<Heard>({ status: 'nothing', why: 'not-joined' });
  #packets = $state.raw<Packets | null>(null);
  #room: string | null = null;
  /** The centre knows that somebody listens here. */
  #isInLog = false;
  #isJoined = false;
  #consumer: types.Consumer | null = null;
  #input: GraphInput | null = null;
  #isHeard = false;
  #packetsAt: number | null = null;
  #firstPacketAt: number | null = null;
  #lostAt: number | null = null;
  /** The media-server's word on the device: at the join, and with every change after it. */
  #isReceiving = true;
  #hasReportedSilence = false;
  #hasReportedSound = false;
  readonly #judge = new VoiceJudge();
  readonly #shown = new ShownLevel();
  readonly #reports = new HearingReports();

  constructor(alarmId: string, graph: SoundGraph) {
    this.alarmId = alarmId;
    this.#graph = graph;
  }

  get level() {
    return this.#level;
  }
  get heard() {
    return this.#heard;
  }
  get packets() {
    return this.#packets;
  }
  get isJoined() {
    return this.#isJoined;
  }

  /** Where its sound is, from the moment that is known. */
  get room() {
    return this.#room;
  }

  /** May be long before anything is heard. */
  preparesIn(room: string): void {
    this.#room = room;
  }

  enters(room: string): void {
    this.#room = room;
    this.#isInLog = true;
  }

  joined({ isReceiving }: { isReceiving: boolean }): void {
    this.#isJoined = true;
    this.#isReceiving = isReceiving;
  }

  /** The desk's own line broke: what was known of this one is over. */
  lineBroke(): void {
    this.#isJoined = false;
    this.#release();
  }

  carries(consumer: types.Consumer): void {
    this.#lostAt = null;
    this.#isReceiving = true;
    if (consumer === this.#consumer) return;
    this.#release();
    this.#consumer = consumer;
    this.#input = this.#graph.addTrack(consumer.track);
    this.#input.setHeard(this.#isHeard);
  }

  /**
   * The media-server misses the device's packets. Where none ever came here, none come still: whether the device
   * is gone, the alarm's own record says.
   */
  deviceLost(at: number): void {
    this.#isReceiving = false;
    if (this.#packetsAt !== null) this.#lostAt ??= at;
  }

  /** Whether it goes to the headset; its meter moves either way. */
  setHeard(heard: boolean): void {
    this.#isHeard = heard;
    this.#input?.setHeard(heard);
  }

  /** To be called many times a second: reads the meter and says anew what is heard. */
  measure(now: number, circumstances: Circumstances): void {
    const level = this.#input?.level() ?? noLevel;
    this.#level = this.#shown.after(level);
    const heard = heardOf(
      {
        headsetLost: circumstances.headsetLost,
        joined: this.#isJoined,
        // Whoever comes after it fell away was never told so by a message.
        deviceLostAt: this.#lostAt ?? (this.#isReceiving ? null : circumstances.soundGoneAt),
        packetsAt: this.#packetsAt,
        muted: circumstances.muted,
        voice: this.#judge.judge(level.rms, now),
      },
      now,
    );
    if (!isSame(heard, this.#heard)) this.#heard = heard;
  }

  /** Asked often until the first packet, for until then a line counts as carrying nothing. */
  get isWaitingForPackets() {
    return this.#consumer !== null && this.#packetsAt === null;
  }

  async count(now: number): Promise<void> {
    const consumer = this.#consumer;
    if (!consumer || consumer.closed) return;
    const packets = packetsIn(await consumer.getStats());
    if (!packets || consumer !== this.#consumer) return;
    if (packets.received > (this.#packets?.received ?? 0)) {
      this.#packetsAt = now;
      this.#firstPacketAt ??= now;
    }
    this.#packets = packets;
  }

  /** What the centre must be told of it; null when nothing changed. */
  report(now: number, isLive: boolean): Hears | null {
    // Before the centre knows that somebody listens here there is nothing to tell it about.
    return this.#isInLog ? this.#reports.next(hearsOf(this.#heard, isLive), now) : null;
  }
  reportFailed(): void {
    this.#reports.failed();
  }

  /** Told once each: that the line is silent, and the first sound on it. */
  firstHeard(now: number): 'sound' | 'silent' | null {
    if (this.#hasReportedSound || this.#input === null) return null;
    const heard = this.#heard;
    // What a browser keeps in was heard by nobody; whoever mutes it himself has his line.
    if (heard.status === 'muted' && heard.by === 'by-browser') return null;
    const voice = heard.status === 'muted' ? heard.voice : heard.status;
    if (voice === 'sound' || voice === 'speech') {
      this.#hasReportedSound = true;
      return 'sound';
    }
    const isSilentLine =
      this.#firstPacketAt !== null && now - this.#firstPacketAt > silentLineMilliseconds;
    if (this.#hasReportedSilence || !isSilentLine || voice !== 'silence') return null;
    this.#hasReportedSilence = true;
    return 'silent';
  }

  close(): void {
    this.#isJoined = false;
    this.#release();
  }

  #release(): void {
    this.#input?.close();
    this.#input = null;
    this.#consumer = null;
    this.#packets = null;
    this.#packetsAt = null;
    this.#firstPacketAt = null;
    this.#lostAt = null;
    this.#isReceiving = true;
  }
}
