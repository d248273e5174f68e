// A new SPOED alarm moves the cards below it, just when a hand comes down. A click so soon after a move
// was meant for another card, so it does nothing.
export const guardMilliseconds = 400;

export class ClickGuard {
  #order = '';
  #movedAt = Number.NEGATIVE_INFINITY;

  /** To be told the order as it is drawn; `at` by a steady clock, in milliseconds. */
  drawn(order: readonly string[], at: number): void {
    const text = order.join(' ');
    if (text === this.#order) return;
    // The very first order has moved nothing.
    if (this.#order !== '') this.#movedAt = at;
    this.#order = text;
  }

  allows(at: number): boolean {
    return at - this.#movedAt > guardMilliseconds;
  }
}
