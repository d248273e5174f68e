// The other windows of the same person in this browser: which there are, and what they tell each other. Each holds a lock
// of its own name, so that one that crashes is known to be gone as soon as one that is closed.
import type { WindowKind } from './window-kinds.ts';
import { windowMessage, type OtherWindow, type WindowMessage } from './window-messages.ts';

type Surroundings = {
  kind: WindowKind;
  personId: string;
  /** What this window says of itself beside who it is. */
  state: () => Omit<OtherWindow, 'id' | 'kind'>;
  onMessage: (message: WindowMessage) => void;
};

export class OwnWindows {
  readonly id = crypto.randomUUID();
  readonly kind: WindowKind;
  #others = $state.raw<ReadonlyMap<string, OtherWindow>>(new Map());
  readonly #around: Surroundings;
  readonly #channel: BroadcastChannel;
  readonly #closing = new AbortController();
  #letGo: (() => void) | undefined;
  #told = '';

  constructor(around: Surroundings) {
    this.#around = around;
    this.kind = around.kind;
    this.#channel = new BroadcastChannel(`achterwacht-windows-${around.personId}`);
  }

  get others(): readonly OtherWindow[] {
    return [...this.#others.values()];
  }
  of(kind: WindowKind): OtherWindow | null {
    return this.others.find((other) => other.kind === kind) ?? null;
  }

  start(): void {
    this.#channel.onmessage = ({ data }) => this.#heard(data);
    // Without Web Locks (an insecure origin) a crash is not noticed, and every window sounds as well.
    if (!navigator.locks) return this.say({ type: 'here', window: this.#me(), asks: true });
    void navigator.locks
      .request(lockOf(this.id), { signal: this.#closing.signal }, () => {
        this.say({ type: 'here', window: this.#me(), asks: true });
        return new Promise<void>((resolve) => (this.#letGo = resolve));
      })
      .catch(onlyAborted);
  }

  close(): void {
    this.say({ type: 'gone', id: this.id });
    this.#closing.abort();
    this.#letGo?.();
    this.#channel.close();
  }

  say(message: WindowMessage): void {
    if (!this.#closing.signal.aborted) this.#channel.postMessage(message);
  }

  /** Says how it is here, to whom it concerns at once and to all when something of it changed. */
  tell(): void {
    const window = this.#me();
    const text = JSON.stringify(window);
    if (text === this.#told) return;
    this.#told = text;
    this.say({ type: 'here', window, asks: false });
  }

  /** Asks all how they are. */
  ask(): void {
    this.say({ type: 'here', window: this.#me(), asks: true });
  }

  /** It does not answer, so what it said of itself holds no more; it is back as soon as it speaks. */
  forget(id: string): void {
    const others = new Map(this.#others);
    if (others.delete(id)) this.#others = others;
  }

  #me(): OtherWindow {
    return { id: this.id, kind: this.kind, ...this.#around.state() };
  }

  #heard(raw: unknown): void {
    const read = windowMessage.safeParse(raw);
    if (!read.success) return;
    const { data } = read;
    if (data.type === 'here') this.#met(data.window, data.asks);
    if (data.type === 'gone') this.forget(data.id);
    if ('to' in data && data.to !== this.id) return;
    this.#around.onMessage(data);
  }

  #met(other: OtherWindow, asks: boolean): void {
    const known = this.#others.get(other.id);
    // Nothing is drawn anew for one that says what it said.
    if (JSON.stringify(known) !== JSON.stringify(other))
      this.#others = new Map(this.#others).set(other.id, other);
    if (!known) this.#noticeEndOf(other.id);
    if (asks) this.say({ type: 'here', window: this.#me(), asks: false });
  }

  #noticeEndOf(id: string): void {
    const { signal } = this.#closing;
    void navigator.locks
      ?.request(lockOf(id), { mode: 'shared', signal }, () => this.forget(id))
      .catch(onlyAborted);
  }
}

const lockOf = (id: string) => `achterwacht-window-${id}`;

/** A lock that is waited for when the window closes is no fault. */
export function onlyAborted(cause: unknown): void {
  if (!(cause instanceof DOMException && cause.name === 'AbortError')) throw cause;
}
