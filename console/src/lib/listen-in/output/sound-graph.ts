// Where sound goes through on its way to the headset.
//
//   each line:  track ─┬─ analyser (the meter: before everything a person can turn)
//                      └─ its own switch ─┐
//   recording:  element ─┬─ analyser      ├─ gain ─ [speech filter] ─ [automatic gain] ─┐
//                        └─ switch ───────┘                                             │
//                                         output ─ ceiling ─ limiter ─ mute ────────────┘
//
// What stands in brackets can be left out. All of it is this headset's: what is kept was kept at the
// media-server, from the device's own packets. The limiter comes after whatever can make it louder.
//
// The output is an `<audio>` element, for only an element can be sent to a device of its own in every
// browser. A remote track reaches Web Audio in Chromium only while some element plays it, so each line
// has a silent one beside it.
import { levelOf, noLevel, type Level } from '../hearing/level.ts';

export const gainRange = { lowest: -12, highest: 24 } as const;

/** Not cut dead, which clicks, and far below what anybody notices as late. */
const switchSeconds = 0.015;
/** −3 dB below full scale: with a headset set for speech, a shot is loud and hurts nobody. */
const ceiling = 0.7;

/** What a telephone lets through (ITU-T G.712): under it engines and wind, above it hiss. */
const speechBand = { lowestHertz: 300, highestHertz: 3400 };

/** How a post likes what it hears. */
export type Shape = { automaticGain: boolean; speechFilter: boolean };

export class SoundGraph {
  readonly #context = new AudioContext({ latencyHint: 'interactive' });
  readonly #gain = new GainNode(this.#context);
  readonly #speechFilter: Detour;
  readonly #automaticGain: Detour;
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
    const { lowestHertz, highestHertz } = speechBand;
    const highPass = new BiquadFilterNode(this.#context, {
      type: 'highpass',
      frequency: lowestHertz,
    });
    const lowPass = new BiquadFilterNode(this.#context, {
      type: 'lowpass',
      frequency: highestHertz,
    });
    highPass.connect(lowPass);
    this.#speechFilter = this.#detour(highPass, lowPass);
    // Set far below speech, a compressor brings near and far voices together; the gain it adds by itself to
    // make up for what it takes (Web Audio §1.19) is what makes the far ones louder.
    const leveller = new DynamicsCompressorNode(this.#context, {
      threshold: -50,
      knee: 20,
      ratio: 6,
      attack: 0.02,
      release: 0.5,
    });
    this.#automaticGain = this.#detour(leveller, leveller);
    this.#gain.connect(this.#speechFilter.in);
    this.#speechFilter.out.connect(this.#automaticGain.in);
    this.#automaticGain.out.connect(this.#mute);
    this.#mute.connect(limiter).connect(atCeiling).connect(this.#out);
  }

  get isRunning() {
    return this.#context.state === 'running';
  }

  /** Something stopped it that nobody here asked for: the system, a device that went, the browser. */
  set onstopped(listener: () => void) {
    this.#context.onstatechange = () => this.isRunning || listener();
    this.element.onpause = listener;
  }

  /** Rejects while the browser wants a person to touch the page first. */
  async play(): Promise<void> {
    this.element.srcObject ??= this.#out.stream;
    const resumed = this.#context.resume();
    resumed.catch(() => undefined);
    // First, for `resume` of a page that may not sound stays pending for ever, and this says no.
    await this.element.play();
    await resumed;
  }

  /** Until it plays again: nothing is computed, and no device is asked to sound, as a paused stream still does. */
  rest(): void {
    this.element.pause();
    this.element.srcObject = null;
    void this.#context.suspend();
  }

  setGain(decibels: number): void {
    this.#ramp(this.#gain, 10 ** (decibels / 20));
  }

  setMuted(muted: boolean): void {
    this.#ramp(this.#mute, muted ? 0 : 1);
  }

  setShape({ automaticGain, speechFilter }: Shape): void {
    this.#automaticGain.set(automaticGain);
    this.#speechFilter.set(speechFilter);
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

  /** A part of the way that can be left out, changed over as softly as everything else. */
  #detour(first: AudioNode, last: AudioNode): Detour {
    const into = new GainNode(this.#context);
    const out = new GainNode(this.#context);
    const past = new GainNode(this.#context, { gain: 1 });
    const through = new GainNode(this.#context, { gain: 0 });
    into.connect(past).connect(out);
    into.connect(first);
    last.connect(through).connect(out);
    return {
      in: into,
      out,
      set: (isOn) => {
        this.#ramp(past, isOn ? 0 : 1);
        this.#ramp(through, isOn ? 1 : 0);
      },
    };
  }

  #ramp(node: GainNode, value: number): void {
    node.gain.setTargetAtTime(value, this.#context.currentTime, switchSeconds / 3);
  }
}

type Detour = { in: AudioNode; out: AudioNode; set: (isOn: boolean) => void };

export type GraphInput = {
  /** How loud it is now, whatever is muted. */
  level: () => Level;
  setHeard: (heard: boolean) => void;
  close: () => void;
};
