// The numbers that stand on the screen, to be dialled from elsewhere than by a click on them: whoever does so does the
// same as the click, and what is not there to be clicked cannot be dialled.
import { createContext } from 'svelte';

/** Null: the holder. */
type ContactId = string | null;

export class Dialling {
  readonly #links = new Map<string, HTMLAnchorElement>();

  /** From now on this link is that number; gives the way to end that. */
  on(alarmId: string, contactId: ContactId, link: HTMLAnchorElement): () => void {
    const key = keyOf(alarmId, contactId);
    this.#links.set(key, link);
    return () => {
      if (this.#links.get(key) === link) this.#links.delete(key);
    };
  }

  /** It can be seen, and lies behind nothing that is filled in. */
  isThere(alarmId: string, contactId: ContactId): boolean {
    const link = this.#links.get(keyOf(alarmId, contactId));
    return link?.checkVisibility({ visibilityProperty: true }) ?? false;
  }

  /** False: it cannot be seen now. */
  dial(alarmId: string, contactId: ContactId): boolean {
    if (!this.isThere(alarmId, contactId)) return false;
    this.#links.get(keyOf(alarmId, contactId))?.click();
    return true;
  }
}

const keyOf = (alarmId: string, contactId: ContactId) => `${alarmId} ${contactId ?? ''}`;

export const [useDialling, provideDialling] = createContext<Dialling>();
