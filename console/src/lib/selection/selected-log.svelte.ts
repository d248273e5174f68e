// The whole past of the alarm that is before somebody: asked for when it is selected, then kept up by the
// feed, and asked for again where the two do not meet. Timeline and map draw from it.
import {
  isReadable,
  type DeskItem,
  type FeedEvent,
  type FeedItem,
  type UnreadableEvent,
} from '@achterwacht/shared/feed.ts';
import { fold } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { call } from '../api.ts';
import type { Board } from '../live/board.svelte.ts';
import { errorText } from '../words.ts';
import { isWhole, joinedLog } from './whole-log.ts';

/** An answer that was overtaken on its way is followed by another; a busy alarm makes no storm of them. */
const askAgainMilliseconds = 1_000;

export class SelectedLog {
  #alarmId = $state<string | null>(null);
  #asked = $state.raw<readonly DeskItem[]>([]);
  #problem = $state.raw<(() => string) | null>(null);
  #loading = $state(false);
  #askedAt = Number.NEGATIVE_INFINITY;
  readonly #board: Board;

  readonly #items = $derived.by((): readonly FeedItem[] => {
    const alarmId = this.#alarmId;
    if (alarmId === null) return [];
    return joinedLog(this.#asked, this.#board.recentOf(alarmId));
  });
  readonly events: readonly FeedEvent[] = $derived(this.#items.filter(isReadable));
  /** What happened and nobody can read any more. */
  readonly unreadable: readonly UnreadableEvent[] = $derived(
    this.#items.filter((item) => !isReadable(item)),
  );

  /** The alarm as its whole log makes it, for one that the board does not know; null while a piece is missing. */
  readonly folded: Alarm | null = $derived.by(() => {
    const last = this.#items.at(-1)?.version ?? 0;
    const isFoldable = last > 0 && isWhole(this.#items, last) && this.unreadable.length === 0;
    return isFoldable ? fold(this.events) : null;
  });

  constructor(board: Board) {
    this.#board = board;
  }

  get problem() {
    return this.#problem?.() ?? null;
  }
  get loading() {
    return this.#loading;
  }

  open(alarmId: string | null): void {
    if (alarmId === this.#alarmId) return;
    this.#alarmId = alarmId;
    this.#asked = [];
    this.#problem = null;
    if (alarmId) void this.load();
  }

  /** To be called several times a second, by the steady clock: a piece that is missing is asked for. */
  keepWhole(now: number): void {
    const alarm = this.#alarmId === null ? undefined : this.#board.alarms.get(this.#alarmId);
    // What could not be had is said, with a button to ask again.
    if (!alarm || this.#loading || this.#problem !== null) return;
    if (now - this.#askedAt < askAgainMilliseconds || isWhole(this.#items, alarm.version)) return;
    this.#askedAt = now;
    void this.load();
  }

  async load(): Promise<void> {
    const alarmId = this.#alarmId;
    if (!alarmId) return;
    this.#loading = true;
    try {
      const { events } = await call('alarmLog', { params: { alarmId } });
      // Another one was selected meanwhile: its own answer is on its way.
      if (alarmId !== this.#alarmId) return;
      this.#asked = events as DeskItem[];
      this.#problem = null;
    } catch (cause) {
      if (alarmId === this.#alarmId) this.#problem = () => errorText(cause);
    } finally {
      if (alarmId === this.#alarmId) this.#loading = false;
    }
  }
}
