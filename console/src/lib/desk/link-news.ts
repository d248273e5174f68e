// Says aloud when the line to the centre breaks, falls behind and is back.
import type { Connection } from '../live/connection.svelte.ts';
import { m } from '../paraglide/messages.js';
import type { Announcer } from '../ui/announcer.svelte.ts';

export class LinkNews {
  readonly #connection: Pick<Connection, 'isBroken' | 'link'>;
  readonly #announcer: Announcer;
  readonly #onBack: () => void;
  #wasBroken = false;
  #wasDelayed = false;

  constructor(
    connection: Pick<Connection, 'isBroken' | 'link'>,
    announcer: Announcer,
    onBack: () => void,
  ) {
    this.#connection = connection;
    this.#announcer = announcer;
    this.#onBack = onBack;
  }

  tick(): void {
    const { isBroken, link } = this.#connection;
    if (isBroken !== this.#wasBroken) {
      this.#wasBroken = isBroken;
      this.#announcer.assertive.say(isBroken ? m.broken_spoken : m.restored_spoken);
      if (!isBroken) this.#onBack();
    }
    const isDelayed = link.status === 'delayed';
    if (isDelayed && !this.#wasDelayed) this.#announcer.polite.say(m.delayed_spoken);
    this.#wasDelayed = isDelayed;
  }
}
