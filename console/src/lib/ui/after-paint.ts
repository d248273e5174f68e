// Work that lets the card of a press be painted first: of what one event sets in motion the map and the
// workspace are by far the most, and on a page that has never drawn them they take half a second.

export class AfterPaint {
  readonly #waiting = new Map<string, () => void>();
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Carried out behind the next frame, in the order first asked; of one name the latest counts. A hidden
   * page paints nothing that could come first, so there it is done at once.
   */
  run(name: string, work: () => void): void {
    if (document.hidden) {
      this.#runAll();
      work();
      return;
    }
    this.#waiting.set(name, work);
    if (this.#waiting.size > 1) return;
    this.#frame = requestAnimationFrame(() => {
      this.#timer = setTimeout(() => this.#runAll());
    });
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  #runAll(): void {
    const works = [...this.#waiting.values()];
    this.stop();
    for (const work of works) work();
  }
}
