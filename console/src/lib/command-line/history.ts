// What was typed at this desk since it was opened, for the arrow up. In memory only: it holds notes, and names.
const mostKept = 100;

export class History {
  #lines: readonly string[] = [];
  /** How far back somebody is; 0 is the line that he was typing. */
  #back = 0;
  #typing = '';

  add(line: string): void {
    this.#lines = [...this.#lines.filter((other) => other !== line), line].slice(-mostKept);
    this.#back = 0;
  }

  get isBack() {
    return this.#back > 0;
  }

  /** The line before the one that is shown; null: there is none. */
  back(shown: string): string | null {
    if (this.#back === 0) this.#typing = shown;
    const line = this.#lines.at(-1 - this.#back);
    if (line === undefined || this.#back >= this.#lines.length) return null;
    this.#back += 1;
    return line;
  }

  /** The line after it, in the end the one that was being typed; null: it is shown already. */
  forward(): string | null {
    if (this.#back === 0) return null;
    this.#back -= 1;
    return this.#back === 0 ? this.#typing : (this.#lines.at(-this.#back) ?? null);
  }

  /** Somebody types on from here. */
  end(): void {
    this.#back = 0;
  }
}
