// What a hand is at keeps its place while others come above it: the list is scrolled by as much. Where somebody has
// scrolled to, that is always so. At the top of the list it is so for a moment after the hand moved, and then the list
// goes back: what waits longest must not stay out of sight because a pointer lies somewhere.
import type { Place } from './click-guard.ts';

/** A click comes sooner after a hand has moved. */
const restMilliseconds = 1_000;
/** Browsers scroll by parts of a pixel. */
const samePixels = 1;

type Held = { id: string; top: number };

export class KeptPlace {
  readonly #list: HTMLElement;
  #pointer: { y: number; movedAt: number } | null = null;
  #held: Held | null = null;
  /** Where this scrolled a list that stood at its top, unless a person has scrolled since. */
  #pushedTo: number | null = null;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** @returns the way to stop. */
  watchHand(): () => void {
    const moved = ({ clientY, timeStamp }: PointerEvent) => {
      this.#pointer = { y: clientY, movedAt: timeStamp };
    };
    const left = () => {
      this.#pointer = null;
    };
    this.#list.addEventListener('pointermove', moved);
    this.#list.addEventListener('pointerleave', left);
    return () => {
      this.#list.removeEventListener('pointermove', moved);
      this.#list.removeEventListener('pointerleave', left);
    };
  }

  /** Just before the page changes; `places` in the order in which they lie over each other. */
  before(places: readonly Place[], selectedId: string | null, at: number): void {
    const y = this.#pointer?.y;
    const pointed =
      y === undefined ? undefined : places.find(({ top, bottom }) => top <= y && y < bottom);
    const held = pointed ?? places.find(({ id }) => id === selectedId);
    this.#held = held && (!this.#isAtTop || this.#isMoving(at)) ? held : null;
  }

  /** Just after. */
  after(): void {
    const held = this.#held;
    this.#held = null;
    const card = held && this.#list.querySelector(`[data-alarm="${held.id}"]`);
    if (!card) return;
    const moved = card.getBoundingClientRect().top - held.top;
    if (Math.abs(moved) < samePixels) return;
    const wasAtTop = this.#isAtTop;
    this.#list.scrollTop += moved;
    this.#pushedTo = wasAtTop && this.#list.scrollTop > 0 ? this.#list.scrollTop : null;
  }

  /** To be asked now and then: whether the list is to go back to its top. */
  isToGoBack(at: number): boolean {
    return this.#pushedTo !== null && this.#isAtTop && !this.#isMoving(at);
  }

  goBack(): void {
    this.#pushedTo = null;
    this.#list.scrollTop = 0;
  }

  get #isAtTop(): boolean {
    const { scrollTop } = this.#list;
    return Math.abs(scrollTop - (this.#pushedTo ?? 0)) < samePixels;
  }

  #isMoving(at: number): boolean {
    return this.#pointer !== null && at - this.#pointer.movedAt < restMilliseconds;
  }
}

/** The cards that are in sight; those that stay in sight lie over the others. */
export function placesIn(list: HTMLElement): Place[] {
  const sight = list.getBoundingClientRect();
  const places = [...list.querySelectorAll<HTMLElement>('[data-alarm]')].flatMap((card) => {
    const { top, bottom } = card.getBoundingClientRect();
    if (bottom <= sight.top || top >= sight.bottom) return [];
    return [{ id: card.dataset.alarm ?? '', top, bottom, lies: card.closest('.mine') ? 0 : 1 }];
  });
  return places.sort((first, second) => first.lies - second.lies);
}
