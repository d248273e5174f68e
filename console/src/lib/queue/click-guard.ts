// A new SPOED alarm moves the cards below it, just when a hand comes down. A click so soon after a move
// was meant for another card, so it does nothing. A card that is added below moves nothing.
import { guardMilliseconds } from '../claiming/just-taken.ts';

/** All times by the clock of events, in milliseconds: a page that is busy learns of a click long after it. */
export class ClickGuard {
  #order: readonly string[] = [];
  #movedAt = Number.NEGATIVE_INFINITY;
  #isUnseen = false;

  /** To be told the order as it is put into the page. */
  drawn(order: readonly string[], at: number): void {
    const moved = this.#order.some((id, index) => order[index] !== id);
    if (moved) {
      this.#movedAt = at;
      this.#isUnseen = true;
    }
    this.#order = order;
  }

  /** To be told each time that it is painted: whoever looks has not seen it move before. */
  painted(at: number): void {
    if (this.#isUnseen) this.#movedAt = at;
    this.#isUnseen = false;
  }

  allows(at: number): boolean {
    return !this.#isUnseen && at - this.#movedAt > guardMilliseconds;
  }
}
