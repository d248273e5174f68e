// Plays the tones through Web Audio. Browsers keep a page silent until somebody touched it, so whether
// sound really comes out is a state of its own that the desk shows until it does.
import { fallSeconds, harmonics, riseSeconds, tones, type Pulse, type ToneName } from './tones.ts';

/**
 * A tone may begin a tenth of a second after its alarm. A desk asks its loudspeaker for sound all day, and a browser
 * that is in a hurry asks a hundred times a second instead of ten.
 */
const mostLateSeconds = 0.1;

export class TonePlayer {
  #context: AudioContext | null = null;
  #wave: PeriodicWave | null = null;
  #playing: { gain: GainNode; oscillators: OscillatorNode[] } | null = null;
  #running = $state(false);
  #output = '';

  /** Sound is possible now. */
  get running() {
    return this.#running;
  }

  /** Best called from a click or a key; harmless when called from nothing. */
  unlock(): void {
    if (!this.#context) {
      this.#context = this.#open();
      if (this.#output) void this.useOutput(this.#output);
    }
    if (this.#context.state === 'running') this.#running = true;
    else void this.#context.resume().catch(() => undefined);
  }

  /** Starts a tone at once; one that still plays is cut off. */
  play(name: ToneName, gainDecibels = 0): void {
    this.unlock();
    const context = this.#context;
    if (!context || !this.#wave || context.state !== 'running') return;
    this.stop();
    const gain = new GainNode(context, { gain: 0.5 * 10 ** (gainDecibels / 20) });
    gain.connect(context.destination);
    const from = context.currentTime + 0.01;
    const oscillators = tones[name].map((pulse) => this.#pulse(pulse, from, gain));
    this.#playing = { gain, oscillators };
  }

  /** For one that rests between its tones. A page that nobody touched yet stays silent, and no tone comes late. */
  async wake(output: string): Promise<void> {
    this.unlock();
    await this.useOutput(output);
    await Promise.race([
      this.#context?.resume(),
      new Promise((resolve) => setTimeout(resolve, mostLateSeconds * 1_000)),
    ]);
  }

  async rest(): Promise<void> {
    await this.#context?.suspend();
  }

  /**
   * The device tones go to. Some browsers can send Web Audio nowhere but to the system's own; a device that
   * is gone is no reason to be silent either.
   */
  async useOutput(id: string): Promise<void> {
    this.#output = id;
    const context = this.#context as (AudioContext & Sinkable) | null;
    if (!context?.setSinkId) return;
    await context.setSinkId(id).catch(() => context.setSinkId?.(''));
  }

  stop(): void {
    const playing = this.#playing;
    this.#playing = null;
    if (!playing || !this.#context) return;
    const now = this.#context.currentTime;
    // Not cut dead: a click in the loudspeaker is a sound too.
    playing.gain.gain.setTargetAtTime(0, now, 0.01);
    for (const oscillator of playing.oscillators) oscillator.stop(now + 0.06);
  }

  #open(): AudioContext {
    const context = new AudioContext({ latencyHint: mostLateSeconds });
    this.#wave = new PeriodicWave(context, {
      real: new Float32Array(harmonics.length + 1),
      imag: new Float32Array([0, ...harmonics]),
    });
    context.onstatechange = () => (this.#running = context.state === 'running');
    return context;
  }

  #pulse(pulse: Pulse, from: number, gain: GainNode): OscillatorNode {
    const context = this.#context!;
    const begin = from + pulse.at;
    const end = begin + pulse.seconds;
    const oscillator = new OscillatorNode(context, {
      periodicWave: this.#wave!,
      frequency: pulse.from,
    });
    oscillator.frequency.setValueAtTime(pulse.from, begin);
    oscillator.frequency.linearRampToValueAtTime(pulse.to, end);
    const envelope = new GainNode(context, { gain: 0 });
    envelope.gain.setValueAtTime(0, begin);
    envelope.gain.linearRampToValueAtTime(1, begin + riseSeconds);
    envelope.gain.setValueAtTime(1, end - fallSeconds);
    envelope.gain.linearRampToValueAtTime(0, end);
    oscillator.connect(envelope).connect(gain);
    oscillator.start(begin);
    oscillator.stop(end);
    return oscillator;
  }
}

/** Not in every browser, and not in the compiler's list yet. */
type Sinkable = { setSinkId?: (id: string) => Promise<void> };

/** One per page, so that the click on "log in" opens the sound of the desk that follows. */
export const tonePlayer = new TonePlayer();
