// Messages of the machine itself (Notifications API), where the alarm's own window is hidden by another program's. One
// window of a person shows them, the one that sounds; they go as soon as the alarm is taken or a window is seen again.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { createContext } from 'svelte';
import { callsOf, keyOf, messagesOf, type ScreenMessage } from './which-messages.ts';

type Surroundings = {
  alarms: () => Iterable<Alarm>;
  /** A window of this person is in sight. */
  isSeen: () => boolean;
  /** This window shows them, and no other. */
  isLeader: () => boolean;
  /** Its tone sounds: then the machine needs none of its own. */
  sounds: () => boolean;
  onChosen: (alarmId: string) => void;
};

/** `absent`: a browser without, or an address that it does not trust. */
export type Allowed = NotificationPermission | 'absent';

export class ScreenMessages {
  #allowed = $state<Allowed>(allowedNow());
  readonly #around: Surroundings;
  /** What waited while somebody looked, who needs no message of it. */
  #seen = new Set<string>();
  readonly #shown = new Map<string, Notification>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get allowed() {
    return this.#allowed;
  }

  /** From a press alone: a browser asks nobody who did nothing, and one that refused is asked no more. */
  async ask(): Promise<void> {
    if (this.#allowed === 'default') await Notification.requestPermission();
    this.look();
  }

  /** It may have been changed where a browser keeps it. */
  look(): void {
    this.#allowed = allowedNow();
  }

  /** To be called at every change of the board and four times a second. */
  update(): void {
    const { alarms, isSeen, isLeader } = this.#around;
    const calls = callsOf(alarms());
    if (isSeen()) this.#seen = new Set(calls.map(keyOf));
    // Its successor shows them anew by the same names, in their place.
    if (!isLeader()) return this.#shown.clear();
    const wanted = messagesOf(calls.filter((alarm) => !this.#seen.has(keyOf(alarm))));
    const keys = new Set(wanted.map(({ key }) => key));
    for (const key of this.#shown.keys()) if (!keys.has(key)) this.#withdraw(key);
    for (const message of wanted) if (!this.#shown.has(message.key)) this.#show(message);
  }

  close(): void {
    for (const key of this.#shown.keys()) this.#withdraw(key);
  }

  #withdraw(key: string): void {
    this.#shown.get(key)?.close();
    this.#shown.delete(key);
  }

  #show({ key, alarmId, text }: ScreenMessage): void {
    if (allowedNow() !== 'granted') return;
    const shown = made(text, { tag: key, requireInteraction: true, silent: this.#around.sounds() });
    if (!shown) return;
    this.#shown.set(key, shown);
    shown.onclick = () => {
      window.focus();
      // Whether the browser brings the window to the front or not.
      this.#seen.add(key);
      this.#around.onChosen(alarmId);
      this.#withdraw(key);
    };
  }
}

const allowedNow = (): Allowed =>
  'Notification' in window && isSecureContext ? Notification.permission : 'absent';

/** A telephone's browser has the class and makes none: there the sound is all. */
function made(text: string, options: NotificationOptions): Notification | null {
  try {
    return new Notification(text, options);
  } catch (cause) {
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}

export const [useScreenMessages, provideScreenMessages] = createContext<ScreenMessages>();
