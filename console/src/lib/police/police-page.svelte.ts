// The police page's state: let in by link and PIN, then asking every two seconds, and sending what was
// pressed. Times are the server's: a telephone's clock is only compared with it.
import type { PoliceAnswer, PoliceView } from '@achterwacht/shared/police/page.ts';
import type { ReportStatus } from './reports/report-words.ts';
import { createClient, type Failure, type PoliceClient } from './sending/client.ts';
import type { Centre } from './sending/read-answer.ts';
import { SendQueue, type Waiting } from './sending/send-queue.ts';

const visibleMilliseconds = 2_000;
/** A phone in a pocket: often enough to be right when it comes out. */
const hiddenMilliseconds = 10_000;

type Notice = PoliceView['notices'][number];

/** What is looked for at the bottom of the page by nobody. The others are in the heading, or the police's own. */
const isMessage = ({ why }: Notice) => why === 'further' || why === 'possibly-false';

/** What must be looked at when it is another: the class, and whether it is verified. */
export const classKeyOf = ({ class: as, isVerified }: PoliceView): string | null =>
  as && `${as} ${isVerified ? 'verified' : 'unverified'}`;

type Phase =
  | { name: 'opening' }
  | { name: 'asking'; failure: Failure | null; busy: boolean }
  | { name: 'shown' }
  | { name: 'over'; why: 'ended' | 'no-link'; centre: Centre | null };

const storageKey = 'achterwacht.police.waiting';

export class PolicePage {
  phase = $state.raw<Phase>({ name: 'opening' });
  view = $state.raw<PoliceView | null>(null);
  answer = $state.raw<PoliceAnswer | null>(null);
  /** Since when nobody answers; null while somebody does. */
  offlineSince = $state<number | null>(null);
  waiting = $state.raw<readonly Waiting[]>([]);
  refused = $state<string | null>(null);
  /** How far back what is pressed next lies: whoever acted first and presses later says so. */
  minutesAgo = $state(0);
  /** How many presses reached nobody: their link was over, or another one was opened before they could go. */
  lost = $state(0);
  /** The class, and whether it is verified, as they were last looked at: others must be seen. */
  seenClass = $state<string | null>(null);
  /** Messages that came since the page was opened, until somebody says that he saw them. */
  readonly news = $derived.by(() =>
    (this.view?.notices ?? []).filter((one) => isMessage(one) && !this.#seenNotices.has(one.id)),
  );
  /** By the server's clock, moved on every second. */
  now = $state(Date.now());

  readonly #client: PoliceClient;
  readonly #queue: SendQueue;
  #seenNotices = $state.raw<ReadonlySet<string>>(new Set());
  #secret: string | null = null;
  #offset = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(client = createClient()) {
    this.#client = client;
    const storage = {
      read: () => sessionStorage.getItem(storageKey),
      write: (text: string) => sessionStorage.setItem(storageKey, text),
    };
    this.#queue = new SendQueue(
      storage,
      (item) => (item.kind === 'report' ? client.report(item.body) : client.message(item.text)),
      () => this.view?.number ?? null,
    );
    this.waiting = this.#queue.items;
  }

  /** @returns the way to stop. */
  start(fragment: string): () => void {
    if (!this.#ask(fragment)) void this.#look();
    // Another link opened in the same tab: the browser loads nothing anew for it.
    const follow = () => void this.#ask(location.hash);
    window.addEventListener('hashchange', follow);
    const ticking = setInterval(() => (this.now = Date.now() + this.#offset), 1_000);
    const wake = () => {
      if (!document.hidden && this.phase.name === 'shown') void this.#look();
    };
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', wake);
    return () => {
      this.#stopped = true;
      clearInterval(ticking);
      clearTimeout(this.#timer);
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
      window.removeEventListener('hashchange', follow);
    };
  }

  async enter(pin: string, name: string): Promise<boolean> {
    if (this.#secret === null) return false;
    this.phase = { name: 'asking', failure: null, busy: true };
    const answer = await this.#client.enter(this.#secret, pin, name);
    if (answer.status === 'ok') {
      this.#secret = null;
      await this.#look();
      return true;
    }
    if (answer.status === 'ended' || answer.status === 'no-link') this.#end(answer);
    else this.phase = { name: 'asking', failure: answer, busy: false };
    return false;
  }

  report(status: ReportStatus, reference: string | null): void {
    const statedAt = new Date(Date.now() + this.#offset - this.minutesAgo * 60_000).toISOString();
    this.minutesAgo = 0;
    this.#add({ kind: 'report', body: { status, statedAt, reference } });
  }

  sendMessage(text: string): void {
    this.#add({ kind: 'message', text });
  }

  classSeen(): void {
    this.seenClass = this.view && classKeyOf(this.view);
  }

  newsSeen(): void {
    this.#seenNotices = new Set(this.view?.notices.map(({ id }) => id));
  }

  lossSeen(): void {
    this.lost = 0;
  }

  #add(item: Waiting): void {
    if (this.view === null) return;
    this.refused = null;
    this.#queue.add(item, this.view.number);
    this.waiting = this.#queue.items;
    void this.#flush().then(() => this.#look());
  }

  /** Asks who it is, where there is a link to open; false where there is none. */
  #ask(fragment: string): boolean {
    // A full stop or a bracket of the sentence that it stood in is none of it.
    const secret = fragment.replace(/^#/, '').replace(/[^\w-]+$/, '');
    if (secret === '') return false;
    clearTimeout(this.#timer);
    this.#secret = secret;
    this.view = null;
    this.answer = null;
    this.minutesAgo = 0;
    this.refused = null;
    this.phase = { name: 'asking', failure: null, busy: false };
    return true;
  }

  async #flush(): Promise<void> {
    if (this.#queue.items.length === 0) return;
    const { refused } = await this.#queue.flush();
    this.waiting = this.#queue.items;
    if (refused.length > 0) this.refused = refused.join(' ');
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    const askedAt = Date.now();
    const answer = await this.#client.view(this.answer?.version ?? null);
    if (this.#stopped || this.#secret !== null) return;
    if (answer.status === 'ok') this.#show(answer.value, askedAt);
    else if (answer.status === 'ended' || answer.status === 'no-link') return this.#end(answer);
    else this.offlineSince ??= askedAt + this.#offset;
    if (answer.status === 'ok') await this.#flush();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => void this.#look(),
      document.hidden ? hiddenMilliseconds : visibleMilliseconds,
    );
  }

  #show(answer: PoliceAnswer, askedAt: number): void {
    const receivedAt = Date.now();
    this.#offset = Date.parse(answer.serverTime) - (askedAt + receivedAt) / 2;
    this.now = receivedAt + this.#offset;
    this.offlineSince = null;
    if (answer.view) {
      const isFirst = this.view === null;
      // The first class there is needs no looking for; each later one does.
      if (isFirst || this.seenClass === null) this.seenClass = classKeyOf(answer.view);
      this.view = answer.view;
      if (isFirst) this.newsSeen();
      this.#leaveBehind(answer.view.number);
    }
    this.answer = answer;
    this.phase = { name: 'shown' };
  }

  /** Nothing of the alarm stays on a page whose link is over. */
  #end({ status, centre }: { status: 'ended' | 'no-link'; centre: Centre | null }): void {
    clearTimeout(this.#timer);
    this.#leaveBehind(null);
    this.phase = { name: 'over', why: status, centre: centre ?? this.answer?.centre ?? null };
    this.view = null;
    this.answer = null;
  }

  #leaveBehind(alarm: number | null): void {
    this.lost += this.#queue.leaveBehind(alarm);
    this.waiting = this.#queue.items;
  }
}
