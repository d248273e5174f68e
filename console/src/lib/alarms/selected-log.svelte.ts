// The whole past of the alarm that is before somebody: asked for once when it is selected, then kept up
// by the feed. Timeline and map draw from it.
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { call } from '../api.ts';
import type { Board } from '../live/board.svelte.ts';
import { errorText } from '../words.ts';

export class SelectedLog {
  #alarmId = $state<string | null>(null);
  #asked = $state.raw<readonly FeedEvent[]>([]);
  #problem = $state<string | null>(null);
  #loading = $state(false);
  readonly #board: Board;

  readonly events = $derived.by((): readonly FeedEvent[] => {
    const alarmId = this.#alarmId;
    if (alarmId === null) return [];
    const byVersion = new Map<number, FeedEvent>();
    for (const event of [...this.#asked, ...this.#board.recentOf(alarmId)])
      byVersion.set(event.version, event);
    return [...byVersion.values()].sort((first, second) => first.version - second.version);
  });

  constructor(board: Board) {
    this.#board = board;
  }

  get problem() {
    return this.#problem;
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

  async load(): Promise<void> {
    const alarmId = this.#alarmId;
    if (!alarmId) return;
    this.#loading = true;
    try {
      const { events } = await call('alarmLog', { params: { alarmId } });
      // Another one was selected meanwhile: its own answer is on its way.
      if (alarmId !== this.#alarmId) return;
      this.#asked = events as FeedEvent[];
      this.#problem = null;
    } catch (cause) {
      if (alarmId === this.#alarmId) this.#problem = errorText(cause);
    } finally {
      if (alarmId === this.#alarmId) this.#loading = false;
    }
  }
}
