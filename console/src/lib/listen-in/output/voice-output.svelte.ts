// The headset: where voices go. Whether anything really comes out is a state of its own, shown until it
// does.
//
// `refused`: the browser wants a person to touch the page first. `playing`. `lost`: the device went away;
// sound goes on through the system's own, and that is said until somebody has seen it or the device is
// back. It rests while there is nothing to hear: it still counts as playing, for it plays when it is woken.
import { isLost, outputsIn, systemOutput, type OutputDevice } from './devices.ts';

/** What of the sound graph this needs. */
type Player = {
  element: HTMLAudioElement;
  play: () => Promise<void>;
  rest: () => void;
  onstopped: () => void;
};

export class VoiceOutput {
  #devices = $state.raw<readonly OutputDevice[]>([]);
  #isLost = $state(false);
  #isPlaying = $state(false);
  /** By what its surroundings want; a browser that refuses is asked all the same. */
  #mayRest = false;
  readonly #player: Player;
  readonly #chosen: () => string;
  #retryTimer: ReturnType<typeof setInterval> | undefined;

  /** @param chosen The device this post wants for voices. */
  constructor(player: Player, chosen: () => string) {
    this.#player = player;
    this.#chosen = chosen;
    // The timer below starts it again, or finds that it may not.
    player.onstopped = () => {
      if (!this.#mayRest) this.#isPlaying = false;
    };
  }

  get devices() {
    return this.#devices;
  }
  get isLost() {
    return this.#isLost;
  }
  get isPlaying() {
    return this.#isPlaying;
  }

  start(): void {
    navigator.mediaDevices?.addEventListener('devicechange', this.#changed);
    void this.#list().then(() => this.use());
    void this.unlock();
    this.#retryTimer = setInterval(() => void (this.#isPlaying || this.unlock()), 1_000);
  }

  close(): void {
    clearInterval(this.#retryTimer);
    navigator.mediaDevices?.removeEventListener('devicechange', this.#changed);
  }

  /** Best called from a click or a key; harmless when called from nothing. */
  async unlock(): Promise<void> {
    try {
      await this.#player.play();
      this.#isPlaying = true;
      if (this.#mayRest) this.#player.rest();
    } catch {
      // Refused: the banner stays, and the next touch tries again.
      this.#isPlaying = false;
    }
  }

  /** Nothing is to be heard for a while. */
  rest(): void {
    if (this.#mayRest) return;
    this.#mayRest = true;
    if (this.#isPlaying) this.#player.rest();
  }

  /** Something may be heard any moment. */
  wake(): void {
    if (!this.#mayRest) return;
    this.#mayRest = false;
    void this.unlock();
  }

  /** Goes to the device that is chosen now; to the system's own when that one is not there. */
  async use(): Promise<void> {
    const chosen = this.#chosen();
    const isThere = chosen === systemOutput || this.#devices.some(({ id }) => id === chosen);
    this.#isLost = !isThere;
    await this.#sink(isThere ? chosen : systemOutput);
  }

  /** It was seen; until the next one goes away nothing more is said. */
  wasSeen(): void {
    this.#isLost = false;
  }

  readonly #changed = () => void this.#compare();

  async #compare(): Promise<void> {
    const before = this.#devices;
    await this.#list();
    const chosen = this.#chosen();
    if (isLost(chosen, before, this.#devices)) {
      this.#isLost = true;
      await this.#sink(systemOutput);
    } else if (this.#isLost) await this.use();
    // An element whose device vanished may have stopped by itself.
    if (this.#player.element.paused && !this.#mayRest) await this.unlock();
  }

  async #list(): Promise<void> {
    this.#devices = outputsIn((await navigator.mediaDevices?.enumerateDevices()) ?? []);
  }

  async #sink(id: string): Promise<void> {
    const { element } = this.#player;
    if (!('setSinkId' in element) || element.sinkId === id) return;
    try {
      await element.setSinkId(id);
    } catch {
      // The device went between listing and choosing it: the next `devicechange` says so.
      this.#isLost = true;
      if (id !== systemOutput) await this.#sink(systemOutput);
    }
  }
}
