// The keys as this person has them: the usual ones, but for what he chose otherwise. They are kept with his account, for
// at a post sits another colleague every eight hours. What is drawn asks here, so that another key is seen at once.
import type { OwnKeys as Kept } from '@achterwacht/shared/routes/profile.ts';
import { call } from '../api.ts';
import { chordText, type Chord } from '../ui/chord.ts';
import { keyActionIds, keyActions, type KeyActionId } from './key-actions.ts';

class OwnKeys {
  #own = $state.raw<Partial<Record<KeyActionId, Chord>>>({});

  of(id: KeyActionId): Chord {
    return this.#own[id] ?? keyActions[id].usual;
  }
  /** As it stands on a button. */
  textOf(id: KeyActionId): string {
    return chordText(this.of(id));
  }
  isChanged(id: KeyActionId): boolean {
    return this.of(id) !== keyActions[id].usual;
  }
  get areChanged(): boolean {
    return keyActionIds.some((id) => this.isChanged(id));
  }

  /** As the account has them. What an earlier or later release calls otherwise is left out. */
  follow(kept: Kept | null): void {
    this.#own = Object.fromEntries(
      keyActionIds.flatMap((id) => (kept?.[id] === undefined ? [] : [[id, kept[id]]])),
    );
  }

  /** At once here; whether the account has them too comes later. */
  choose(change: Partial<Record<KeyActionId, Chord>>): Promise<boolean> {
    this.#own = { ...this.#own, ...change };
    return this.#keep();
  }

  restore(): Promise<boolean> {
    this.#own = {};
    return this.#keep();
  }

  async #keep(): Promise<boolean> {
    const keys = Object.fromEntries(
      keyActionIds.filter((id) => this.isChanged(id)).map((id) => [id, this.of(id)]),
    );
    const asked = call('preferences', { body: { keys }, signal: AbortSignal.timeout(5_000) });
    return asked.then(
      () => true,
      () => false,
    );
  }
}

export const ownKeys = new OwnKeys();

/** The key of this action on a button, as it is now. */
export const keyText = (id: KeyActionId): string => ownKeys.textOf(id);
