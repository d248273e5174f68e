// A new SPOED alarm moves the cards below it, just when a hand comes down. A click so soon after a move
// was meant for another card, so it does nothing. A card that is added below moves nothing.
export const guardMilliseconds = 400;

export class ClickGuard {
  #order: readonly string[] = [];
  #movedAt = Number.NEGATIVE_INFINITY;

  /** To be told the order as it is drawn; `at` by a steady clock, in milliseconds. */
  drawn(order: readonly string[], at: number): void {
    const moved = this.#order.some((id, index) => order[index] !== id);
    if (moved) this.#movedAt = at;
    this.#order = order;
  }

  allows(at: number): boolean {
    return at - this.#movedAt > guardMilliseconds;
  }
}
