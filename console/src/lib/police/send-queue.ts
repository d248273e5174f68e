// Presses that wait for a line. Each keeps the moment it was pressed, goes in order, and stays until the
// server said yes or no to it; a reload loses none.
import { policeReportBody, type PoliceReportBody } from '@achterwacht/shared/police/page.ts';
import type { Answer } from './client.ts';

export type Waiting =
  { kind: 'report'; body: PoliceReportBody } | { kind: 'message'; text: string };

export type Storage = { read(): string | null; write(text: string): void };
export type Deliver = (item: Waiting) => Promise<Answer<unknown>>;

/** What became of one try: how many still wait, and what was refused on the way. */
export type Flushed = { left: number; refused: string[]; ended: boolean };

export class SendQueue {
  readonly #storage: Storage;
  readonly #deliver: Deliver;
  #items: Waiting[];
  #flushing: Promise<Flushed> | null = null;

  constructor(storage: Storage, deliver: Deliver) {
    this.#storage = storage;
    this.#deliver = deliver;
    this.#items = readItems(storage.read());
  }

  get items(): readonly Waiting[] {
    return this.#items;
  }

  add(item: Waiting): void {
    this.#keep([...this.#items, item]);
  }

  /** Sends what waits, oldest first, never two at a time; stops at the first that finds no line. */
  flush(): Promise<Flushed> {
    this.#flushing ??= this.#run().finally(() => (this.#flushing = null));
    return this.#flushing;
  }

  async #run(): Promise<Flushed> {
    const refused: string[] = [];
    for (let first = this.#items[0]; first; first = this.#items[0]) {
      const answer = await this.#deliver(first);
      if (answer.status === 'offline') break;
      if (answer.status === 'ended' || answer.status === 'no-link')
        return { left: this.#items.length, refused, ended: true };
      if (answer.status === 'refused') refused.push(answer.why);
      this.#keep(this.#items.slice(1));
    }
    return { left: this.#items.length, refused, ended: false };
  }

  #keep(items: Waiting[]): void {
    this.#items = items;
    this.#storage.write(JSON.stringify(items));
  }
}

function readItems(text: string | null): Waiting[] {
  try {
    const list = JSON.parse(text ?? '[]') as unknown[];
    return list.flatMap((item): Waiting[] => {
      const { kind, body, text: words } = item as { kind: string; body?: unknown; text?: unknown };
      if (kind === 'message' && typeof words === 'string') return [{ kind, text: words }];
      const report = policeReportBody.safeParse(body);
      return kind === 'report' && report.success ? [{ kind, body: report.data }] : [];
    });
  } catch {
    return [];
  }
}
