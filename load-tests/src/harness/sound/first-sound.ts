// When a page is first heard, measured in the page itself and on the thread that renders its sound: a busy
// screen is late with a timer, not with a sample. Whatever is connected to a stream that goes out (a desk
// sends its voices through one, to an element with a device of its own) is looked at sample by sample.
import type { Page } from 'playwright-core';

/** What a page notes; moments in milliseconds of this machine's clock. */
export type Heard = {
  /** The last F2 or F4, as the browser took it from the keyboard. */
  keyAt: number | null;
  /** Each time that sound began after a twentieth of a second without. */
  begunAt: number[];
  /** Each time that it ended: when that long nothing was heard. */
  endedAt: number[];
  /** Rejects when this browser cannot look. */
  ready: Promise<unknown>;
  peers: RTCPeerConnection[];
};
export type HeardWindow = Window & { heard: Heard; answerHeld?: () => void };

/** −60 dB: the lower end of a desk's meter. */
const threshold = 0.001;

/** Before the page is loaded; everything in it listens from its first moment. */
export async function watchFirstSound(page: Page): Promise<void> {
  await page.addInitScript(watch, threshold);
}

/** Runs in the page, so it uses nothing of this file. */
function watch(loudness: number): void {
  const heard: Heard = {
    keyAt: null,
    begunAt: [],
    endedAt: [],
    ready: Promise.resolve(),
    peers: [],
  };
  Object.assign(window, { heard });
  addEventListener(
    'keydown',
    ({ key, timeStamp }) => {
      if (key === 'F2' || key === 'F4') heard.keyAt = Date.now() - performance.now() + timeStamp;
    },
    true,
  );

  const Peer = RTCPeerConnection;
  Object.assign(window, {
    RTCPeerConnection: class extends Peer {
      constructor(...given: ConstructorParameters<typeof Peer>) {
        super(...given);
        heard.peers.push(this);
      }
    },
  });

  const processor = `registerProcessor('first-sound', class extends AudioWorkletProcessor {
    quiet = 1000;
    process([[samples = []] = []]) {
      const isLoud = samples.some((sample) => Math.abs(sample) > ${loudness});
      // Twenty blocks of 128 samples: a pause between two waves of a low voice is shorter.
      if (isLoud && this.quiet > 20) this.port.postMessage({ begunAt: Date.now() });
      this.quiet = isLoud ? 0 : this.quiet + 1;
      if (this.quiet === 21) this.port.postMessage({ endedAt: Date.now() });
      return true;
    }
  });`;
  // The DOM's own signatures are overloads; only the first argument matters here.
  const connect = AudioNode.prototype.connect as (this: AudioNode, ...given: unknown[]) => unknown;
  AudioNode.prototype.connect = function (this: AudioNode, ...given: unknown[]) {
    if (given[0] instanceof MediaStreamAudioDestinationNode)
      heard.ready = Promise.all([heard.ready, look(this)]);
    return connect.apply(this, given);
  } as typeof AudioNode.prototype.connect;

  async function look(source: AudioNode): Promise<void> {
    const context = source.context;
    const url = URL.createObjectURL(new Blob([processor], { type: 'text/javascript' }));
    await context.audioWorklet.addModule(url);
    const looking = new AudioWorkletNode(context, 'first-sound');
    looking.port.onmessage = ({ data }) => {
      const { begunAt, endedAt } = data as { begunAt?: number; endedAt?: number };
      if (begunAt !== undefined) heard.begunAt.push(begunAt);
      if (endedAt !== undefined) heard.endedAt.push(endedAt);
    };
    connect.call(source, looking);
    // It gives silence; connected to nothing it would not be run.
    connect.call(looking, context.destination);
  }
}

/** From the key to the first sample after it; undefined when nothing was heard within `seconds`. */
export async function heardAfterKey(page: Page, seconds: number): Promise<number | undefined> {
  return page.evaluate(async (milliseconds) => {
    const { heard } = window as unknown as HeardWindow;
    const until = performance.now() + milliseconds;
    for (;;) {
      const { keyAt, begunAt } = heard;
      const first = keyAt === null ? undefined : begunAt.find((at) => at >= keyAt);
      if (first !== undefined || performance.now() > until) return first && first - (keyAt ?? 0);
      await new Promise((next) => setTimeout(next, 50));
    }
  }, seconds * 1000);
}

/**
 * The sound breaks off after this moment and comes back: when it came back to stay, so that a stutter in between is
 * no return. Undefined when it did not within `seconds`.
 */
export async function heardAgainAfter(
  page: Page,
  moment: number,
  seconds: number,
): Promise<number | undefined> {
  return page.evaluate(
    async ([since, patience]) => {
      const { begunAt, endedAt } = (window as unknown as HeardWindow).heard;
      const staysMilliseconds = 1_000;
      while (Date.now() < since + patience) {
        const [begun, ended] = [begunAt.at(-1) ?? 0, endedAt.at(-1) ?? 0];
        if (ended > since && begun > ended && Date.now() - begun > staysMilliseconds) return begun;
        await new Promise((next) => setTimeout(next, 50));
      }
      return undefined;
    },
    [moment, seconds * 1000] as const,
  );
}

/** What carries the sound: `udp` or `tcp`; undefined before any connection stands. */
export async function carriedBy(page: Page): Promise<string | undefined> {
  return page.evaluate(async () => {
    const { peers } = (window as unknown as HeardWindow).heard;
    // Sound may be heard a moment before its connection is called connected.
    const last = peers.filter(({ connectionState }) => connectionState !== 'closed').at(-1);
    const stats = [...((await last?.getStats()) ?? new Map<string, object>()).values()];
    type Transport = { type: string; selectedCandidatePairId?: string };
    const chosen = (stats as Transport[]).find(({ type }) => type === 'transport');
    type Pair = { id: string; localCandidateId?: string };
    const pair = (stats as Pair[]).find(({ id }) => id === chosen?.selectedCandidatePairId);
    type Candidate = { id: string; protocol?: string };
    return (stats as Candidate[]).find(({ id }) => id === pair?.localCandidateId)?.protocol;
  });
}
