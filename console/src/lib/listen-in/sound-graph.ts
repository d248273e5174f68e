// Where sound goes through on its way to the headset.
//
//   each line:  track ─┬─ analyser (the meter: before everything a person can turn)
//                      └─ its own switch ─┐
//   recording:  element ─┬─ analyser      ├─ gain ─ mute ─ limiter ─ ceiling ─ output
//                        └─ switch ───────┘
//
// The output is an `<audio>` element, for only an element can be sent to a device of its own in every
// browser. A remote track reaches Web Audio in Chromium only while some element plays it, so each line
// has a silent one beside it.
import { levelOf, noLevel, type Level } from './level.ts';

export const gainRange = { lowest: -12, highest: 24 } as const;

/** Not cut dead, which clicks, and far below what anybody notices as late. */
const switchSeconds = 0.015;
/** −3 dB below full scale: with a headset set for speech, a shot is loud and hurts nobody. */
const ceiling = 0.7;

export class SoundGraph {
  readonly #context = new AudioContext({ latencyHint: 'interactive' });
  readonly #gain = new GainNode(this.#context);
  readonly #mute = new GainNode(this.#context);
  readonly #out = new MediaStreamAudioDestinationNode(this.#context, { channelCount: 1 });
  /** What is heard. */
  readonly element = new Audio();

  constructor() {
    // A compressor set as a limiter: quick, steep, above speech. It adds gain of its own to make up for
    // what it takes, and lets the first milliseconds of a bang through; the ceiling after it takes both.
    const limiter = new DynamicsCompressorNode(this.#context, {
      threshold: -12,
      knee: 6,
      ratio: 20,
      attack: 0.001,
      release: 0.25,
    });
    const atCeiling = new WaveShaperNode(this.#context, {
      curve: new Float32Array([-ceiling, ceiling]),
    });
    this.#gain.connect(this.#mute).connect(limiter).connect(atCeiling).connect(this.#out);
    this.element.srcObject = this.#out.stream;
  }

  get isRunning() {
    return this.#context.state === 'running';
  }

  /** Something stopped it that nobody here asked for: the system, a device that went, the browser. */
  set onstopped(told: () => void) {
    this.#context.onstatechange = () => this.isRunning || told();
    this.element.onpause = told;
  }

  /** Rejects while the browser wants a person to touch the page first. */
  async play(): Promise<void> {
    const resumed = this.#context.resume();
    resumed.catch(() => undefined);
    // First, for `resume` of a page that may not sound stays pending for ever, and this says no.
    await this.element.play();
    await resumed;
  }

  setGain(decibels: number): void {
    this.#ramp(this.#gain, 10 ** (decibels / 20));
  }

  setMuted(muted: boolean): void {
    this.#ramp(this.#mute, muted ? 0 : 1);
  }

  /** A line's track; not heard until it is switched on. */
  addTrack(track: MediaStreamTrack): GraphInput {
    const stream = new MediaStream([track]);
    const keepAlive = new Audio();
    keepAlive.muted = true;
    keepAlive.srcObject = stream;
    void keepAlive.play().catch(() => undefined);
    return this.#add(new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream }), () => {
      keepAlive.srcObject = null;
    });
  }

  addElement(element: HTMLAudioElement): GraphInput {
    return this.#add(
      new MediaElementAudioSourceNode(this.#context, { mediaElement: element }),
      () => undefined,
    );
  }

  close(): void {
    this.#context.onstatechange = null;
    this.element.onpause = null;
    this.element.pause();
    this.element.srcObject = null;
    void this.#context.close();
  }

  #add(source: AudioNode, release: () => void): GraphInput {
    const analyser = new AnalyserNode(this.#context, { fftSize: 2048 });
    const gate = new GainNode(this.#context, { gain: 0 });
    source.connect(analyser);
    source.connect(gate).connect(this.#gain);
    const samples = new Float32Array(analyser.fftSize);
    return {
      level: () => {
        if (!this.isRunning) return noLevel;
        analyser.getFloatTimeDomainData(samples);
        return levelOf(samples);
      },
      setHeard: (heard) => this.#ramp(gate, heard ? 1 : 0),
      close: () => {
        source.disconnect();
        gate.disconnect();
        release();
      },
    };
  }

  #ramp(node: GainNode, value: number): void {
    node.gain.setTargetAtTime(value, this.#context.currentTime, switchSeconds / 3);
  }
}

export type GraphInput = {
  /** How loud it is now, whatever is muted. */
  level: () => Level;
  setHeard: (heard: boolean) => void;
  close: () => void;
};
