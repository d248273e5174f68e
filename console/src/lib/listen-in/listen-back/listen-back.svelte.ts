// Listening back: from the alarm on, some seconds, or a marker; one and a half times as fast until it is
// back at what happens now, and then live by itself. The live line runs on underneath all the while, so
// that coming back costs nothing.
import { noLevel, ShownLevel, type Level } from '../hearing/level.ts';
import type { GraphInput, SoundGraph } from '../output/sound-graph.ts';
import {
  behindMilliseconds,
  hasCaughtUp,
  markerLeadSeconds,
  rewound,
  untilCaughtUpMilliseconds,
} from './catch-up.ts';
import { RecordingPlayer } from './recording-player.ts';

/** In a row, without a person asking again. */
const mostRetries = 3;

export type Place =
  | { status: 'live' }
  | { status: 'fetching'; from: number }
  | { status: 'back'; heardAt: number; behindMilliseconds: number; untilLiveMilliseconds: number };

type Surroundings = {
  /** The server's clock. */
  now: () => number;
  /** Where a recording is fetched from this moment on. */
  url: (alarmId: string, from: Date) => string;
  onPlace: (isLive: boolean) => void;
  onFailed: () => void;
};

export class ListenBack {
  #place = $state.raw<Place>({ status: 'live' });
  #level = $state.raw<Level>(noLevel);
  readonly #shown = new ShownLevel();
  readonly #around: Surroundings;
  readonly #player: RecordingPlayer;
  readonly #input: GraphInput;
  #alarmId: string | null = null;
  #isStalled = false;
  #retries = 0;

  constructor(graph: SoundGraph, around: Surroundings) {
    this.#around = around;
    this.#player = new RecordingPlayer({
      onstalled: (stalled) => (this.#isStalled = stalled),
      onended: () => this.live(),
      onfailed: () => this.#failed(),
    });
    this.#input = graph.addElement(this.#player.element);
  }

  get place() {
    return this.#place;
  }
  get isLive() {
    return this.#place.status === 'live';
  }
  /** The moment that is heard now, by the server's clock. */
  get heardAt(): number {
    switch (this.#place.status) {
      case 'live':
        return this.#around.now();
      case 'fetching':
        return this.#place.from;
      case 'back':
        return this.#player.heardAt ?? this.#place.heardAt;
    }
  }

  /** Of what is listened back to. */
  get level() {
    return this.#level;
  }

  fromMoment(alarmId: string, from: number): void {
    this.#retries = 0;
    this.#play(alarmId, from);
  }

  #play(alarmId: string, from: number): void {
    if (alarmId !== this.#alarmId) this.#player.stop();
    this.#alarmId = alarmId;
    this.#place = { status: 'fetching', from };
    this.#isStalled = false;
    this.#around.onPlace(false);
    this.#input.setHeard(true);
    void this.#player.play((at) => this.#around.url(alarmId, at), from);
  }

  back(alarmId: string, seconds: number, startedAt: number): void {
    this.fromMoment(alarmId, rewound(this.heardAt, seconds, startedAt));
  }

  /** What made somebody press came before he pressed. */
  marker(alarmId: string, moment: number, startedAt: number): void {
    this.fromMoment(alarmId, rewound(moment, markerLeadSeconds, startedAt));
  }

  live(): void {
    if (this.isLive) return;
    this.#place = { status: 'live' };
    this.#alarmId = null;
    this.#input.setHeard(false);
    this.#player.stop();
    this.#around.onPlace(true);
  }

  /** To be called many times a second. */
  follow(): void {
    if (this.isLive) return;
    this.#level = this.#shown.after(this.#input.level());
    const { heardAt } = this.#player;
    if (heardAt === null) return;
    const now = this.#around.now();
    if (hasCaughtUp(heardAt, now, this.#isStalled)) return this.live();
    this.#place = {
      status: 'back',
      heardAt,
      behindMilliseconds: behindMilliseconds(heardAt, now),
      untilLiveMilliseconds: untilCaughtUpMilliseconds(heardAt, now),
    };
  }

  /** A stream that breaks off is taken up where it was heard last; only then is it given up. */
  #failed(): void {
    const alarmId = this.#alarmId;
    if (alarmId === null || this.isLive) return;
    if (this.#retries < mostRetries) {
      const { heardAt } = this;
      this.#retries += 1;
      this.#player.stop();
      this.#play(alarmId, heardAt);
      return;
    }
    this.live();
    this.#around.onFailed();
  }

  close(): void {
    this.#player.stop();
    this.#input.close();
  }
}
