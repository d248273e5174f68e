// Presses that wait for a line. Each keeps the moment it was pressed and the alarm it was about, goes in order, and
// stays until the server said yes or no to it; a reload loses none. The server knows only the link that is open:
// what was about another alarm must not go by it.
import { pageStatuses } from '@achterwacht/shared/police/page-words.ts';
import type { PoliceReportBody } from '@achterwacht/shared/police/page.ts';
import type { Answer } from './client.ts';

export type Waiting =
  { kind: 'report'; body: PoliceReportBody } | { kind: 'message'; text: string };

type Kept = { alarm: number; item: Waiting };

export type Storage = { read(): string | null; write(text: string): void };
export type Deliver = (item: Waiting) => Promise<Answer<unknown>>;
/** The number of the alarm that is on the page; null while another link is being opened. */
export type ShownAlarm = () => number | null;

/** What became of one try: how many still wait, and what was refused on the way. */
export type Flushed = { left: number; refused: string[]; ended: boolean };

export class SendQueue {
  readonly #storage: Storage;
  readonly #deliver: Deliver;
  readonly #shownAlarm: ShownAlarm;
  #kept: Kept[];
  #flushing: Promise<Flushed> | null = null;

  constructor(storage: Storage, deliver: Deliver, shownAlarm: ShownAlarm) {
    this.#storage = storage;
    this.#deliver = deliver;
    this.#shownAlarm = shownAlarm;
    this.#kept = readKept(storage.read());
  }

  get items(): readonly Waiting[] {
    return this.#kept.map(({ item }) => item);
  }

  /** @param alarm The number of the alarm that was on the page. */
  add(item: Waiting, alarm: number): void {
    this.#keep([...this.#kept, { alarm, item }]);
  }

  /** Forgets what is not about this alarm; null: the link is over, and all of it is. @returns how many that were. */
  leaveBehind(alarm: number | null): number {
    const kept = this.#kept.filter((one) => one.alarm === alarm);
    const lost = this.#kept.length - kept.length;
    if (lost > 0) this.#keep(kept);
    return lost;
  }

  /** Sends what waits, oldest first, never two at a time; stops at the first that finds no line. */
  flush(): Promise<Flushed> {
    this.#flushing ??= this.#run().finally(() => (this.#flushing = null));
    return this.#flushing;
  }

  async #run(): Promise<Flushed> {
    const refused: string[] = [];
    for (let first = this.#kept[0]; first; first = this.#kept[0]) {
      // Another link may have been opened while the one before it was on its way.
      if (first.alarm !== this.#shownAlarm()) break;
      const answer = await this.#deliver(first.item);
      if (answer.status === 'offline') break;
      if (answer.status === 'ended' || answer.status === 'no-link')
        return { left: this.#kept.length, refused, ended: true };
      if (answer.status === 'refused') refused.push(answer.why);
      // Meanwhile it may have been left behind.
      this.#keep(this.#kept.filter((one) => one !== first));
    }
    return { left: this.#kept.length, refused, ended: false };
  }

  #keep(kept: Kept[]): void {
    this.#kept = kept;
    this.#storage.write(JSON.stringify(kept));
  }
}

function readKept(text: string | null): Kept[] {
  try {
    const list = JSON.parse(text ?? '[]') as unknown[];
    return list.flatMap((one): Kept[] => {
      const { alarm, item } = one as { alarm?: unknown; item?: { kind?: unknown } };
      if (typeof alarm !== 'number' || !item) return [];
      const { kind, body, text: words } = item as { kind: string; body?: unknown; text?: unknown };
      if (kind === 'message' && typeof words === 'string')
        return [{ alarm, item: { kind, text: words } }];
      return kind === 'report' && isReport(body) ? [{ alarm, item: { kind, body } }] : [];
    });
  } catch {
    return [];
  }
}

function isReport(body: unknown): body is PoliceReportBody {
  const { status, statedAt, reference } = (body ?? {}) as Partial<Record<string, unknown>>;
  return (
    pageStatuses.some((one) => one === status) &&
    typeof statedAt === 'string' &&
    !Number.isNaN(Date.parse(statedAt)) &&
    (reference === null || typeof reference === 'string')
  );
}
