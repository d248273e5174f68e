// The windows of one person at his post, as his desk uses them: what is chosen in one is chosen in all, a key works in the
// window that has its work, one of them sounds, and what stands in a window of its own is not in the desk as well.
import type { Shown } from '../selection/selection.svelte.ts';
import { createContext } from 'svelte';
import type { Silence } from '../sound/which-sound.ts';
import { OwnWindows } from './own-windows.svelte.ts';
import { SoundLeader } from './sound-leader.svelte.ts';
import type { TakenOut, WindowKind } from './window-kinds.ts';
import type { OtherWindow, WindowMessage } from './window-messages.ts';
import { foundWindow, isNear, openWindow, placeNow, WindowPlaces } from './window-places.ts';

type Surroundings = {
  kind: WindowKind;
  personId: string;
  canSound: () => boolean;
  /** Voices would be heard here. */
  canHear: () => boolean;
  isBusy: () => boolean;
  /** What is chosen here; null while nobody chose anything. */
  shown: () => Shown | null;
  onShown: (shown: Shown) => void;
  onSilenced: (silence: Silence) => void;
  /** Taken in another window: it is heard there from now on. */
  onHeardElsewhere: (alarmId: string) => void;
  onKey: (action: string) => void;
  onNotPlaced: () => void;
};

export type Region = 'queue' | 'map' | 'workspace';
const takenOuts = ['map', 'alarm'] as const satisfies TakenOut[];
/** What closed this long ago was closed for good: it is not being loaded anew, and not everything is being closed. */
const goneTicks = 20;
/** A window that opens stands still only after a moment. */
const placedTicks = 4;

export class WindowsAtPost {
  readonly own: OwnWindows;
  readonly leader: SoundLeader;
  readonly kind: WindowKind;
  readonly #around: Surroundings;
  readonly #places: WindowPlaces;
  readonly #opened = new Map<TakenOut, Window>();
  #wereOpen = $state.raw<readonly TakenOut[]>([]);
  #gone: Partial<Record<TakenOut, number>> = {};
  #ticks = 0;
  #placed = '';

  constructor(around: Surroundings) {
    const { kind, personId, canSound, canHear, isBusy } = around;
    this.#around = around;
    this.kind = kind;
    this.#places = new WindowPlaces(localStorage, personId);
    this.own = new OwnWindows({
      kind,
      personId,
      state: () => ({
        isVisible: document.visibilityState === 'visible',
        isLeader: this.leader.isLeader,
        canSound: canSound(),
        canHear: canHear(),
        isBusy: isBusy(),
      }),
      onMessage: (message) => this.#heard(message),
    });
    this.leader = new SoundLeader({ windows: this.own, personId, canSound });
    this.#wereOpen = this.#places.open;
  }

  /** What of a desk is drawn in this window. */
  get regions(): readonly Region[] {
    if (this.kind === 'map') return ['map'];
    if (this.kind === 'alarm') return ['workspace'];
    return [
      'queue',
      ...(this.own.of('map') ? [] : ['map' as const]),
      ...(this.own.of('alarm') ? [] : ['workspace' as const]),
    ];
  }

  /** Voices of what is taken here are heard here: where the alarm is before its person. */
  get hearsHere(): boolean {
    if (this.kind === 'map') return false;
    return this.kind === 'alarm' || !this.own.of('alarm')?.canHear;
  }

  /** Of the windows that could, the one that hears what none of them asked for. */
  get hearsByItself(): boolean {
    if (!this.hearsHere) return false;
    if (this.kind === 'alarm') return this.#around.canHear();
    return this.leader.isLeader || !this.own.of('desk');
  }

  /** Voices ought to be heard here, and the browser holds them back; a desk hears them until the alarm's own window may. */
  get isMute(): boolean {
    if (!this.hearsHere || this.#around.canHear()) return false;
    return this.kind === 'desk' || !this.own.of('desk')?.canHear;
  }

  /** Any of them is in sight. */
  get isSeen(): boolean {
    return document.visibilityState === 'visible' || this.own.others.some((one) => one.isVisible);
  }

  /** Taken out at an earlier time, and not there now. */
  get toBePlaced(): readonly TakenOut[] {
    return this.#wereOpen.filter((kind) => kind !== this.kind && !this.own.of(kind));
  }

  start(): void {
    this.own.start();
    this.leader.start();
  }

  close(): void {
    this.leader.close();
    this.own.close();
  }

  /** Four times a second. */
  tick(): void {
    this.leader.tick();
    this.own.tell();
    this.#ticks += 1;
    if (this.kind === 'desk') this.#noticeGone();
    else this.#keepPlace(this.kind);
  }

  /** Into a window of its own, or back. @returns false: the browser did not let it. */
  async turn(kind: TakenOut): Promise<boolean> {
    const other = this.own.of(kind);
    if (this.kind === kind) this.#leave();
    else if (other) this.own.say({ type: 'close', to: other.id });
    else return this.place(kind);
    this.#remember(this.#wereOpen.filter((open) => open !== kind));
    return true;
  }

  async place(kind: TakenOut): Promise<boolean> {
    const opened = await openWindow(kind, this.#places.of(kind));
    if (!opened) return false;
    this.#opened.set(kind, opened);
    // Not gone while it is still coming.
    delete this.#gone[kind];
    this.#remember([...new Set([...this.#wereOpen, kind])]);
    return true;
  }

  tellShown(shown: Shown): void {
    this.own.say({ type: 'shown', shown });
  }

  tellSilenced({ until, alarmIds }: Silence): void {
    this.own.say({ type: 'silenced', until, alarmIds: [...alarmIds] });
  }

  tellHears(alarmId: string): void {
    this.own.say({ type: 'hears', alarmId });
  }

  /** A key whose work is not on this screen. @returns whether another window of this person has it. */
  passKey(action: string): boolean {
    const withQueue = this.kind === 'desk' ? null : this.own.of('desk');
    const withAlarm = this.kind === 'alarm' ? null : this.own.of('alarm');
    const to = action === 'search' ? withQueue : (withAlarm ?? withQueue);
    if (!to) return false;
    this.own.say({ type: 'key', to: to.id, action });
    if (to.kind !== 'desk') this.#front(to.kind);
    else (window.opener as Window | null)?.focus();
    return true;
  }

  /** A desk that was loaded anew finds by their names the windows that it opened before. */
  #front(kind: TakenOut): void {
    const known = this.#opened.get(kind) ?? null;
    const found = known ?? (this.#wereOpen.includes(kind) ? foundWindow(kind) : null);
    if (!found) return;
    this.#opened.set(kind, found);
    found.focus();
  }

  #heard(message: WindowMessage): void {
    const around = this.#around;
    switch (message.type) {
      case 'here':
        this.leader.heardFrom(message.window);
        if (message.asks) this.#tellNew(message.window);
        return;
      case 'gone':
        return;
      case 'shown':
        return around.onShown(message.shown);
      case 'silenced':
        return around.onSilenced({ until: message.until, alarmIds: new Set(message.alarmIds) });
      case 'hears':
        return around.onHeardElsewhere(message.alarmId);
      case 'key':
        return around.onKey(message.action);
      case 'close':
        return this.#leave();
    }
  }

  /** One that opens shows what the others show. */
  readonly #known = new Set<string>();
  #tellNew({ id }: OtherWindow): void {
    if (this.#known.has(id)) return;
    this.#known.add(id);
    const shown = this.#around.shown();
    if (shown) this.tellShown(shown);
  }

  #leave(): void {
    window.close();
    // A tab that somebody opened himself is not closed by a page: it becomes a desk again.
    setTimeout(() => location.assign('/console'), 300);
  }

  #remember(open: readonly TakenOut[]): void {
    this.#wereOpen = open;
    this.#places.keepOpen(open);
  }

  #noticeGone(): void {
    for (const kind of takenOuts) {
      if (this.own.of(kind)) this.#gone[kind] = 0;
      else if (this.#gone[kind] !== undefined) this.#gone[kind] += 1;
      if (this.#gone[kind] !== goneTicks) continue;
      delete this.#gone[kind];
      this.#remember(this.#wereOpen.filter((open) => open !== kind));
    }
  }

  #keepPlace(kind: TakenOut): void {
    if (this.#ticks < placedTicks) return;
    const now = placeNow();
    const text = JSON.stringify(now);
    if (text === this.#placed) return;
    const wanted = this.#places.of(kind);
    // Only as it opens: whoever moves it later wants it there.
    if (this.#placed === '' && wanted && !isNear(wanted, now)) this.#around.onNotPlaced();
    else this.#places.keep(kind, now);
    this.#placed = text;
  }
}

export const [useWindowsAtPost, provideWindowsAtPost] = createContext<WindowsAtPost>();
