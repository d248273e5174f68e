// How many tests one person sends in a minute: enough to mend a setting by trying, too few to trouble anybody with. Of one
// process, as other limits of what people ask are.
const mostAMinute = 6;
const minuteMilliseconds = 60_000;

export class TestLimit {
  readonly #sent = new Map<string, number[]>();

  /** Whether one more may go; it is counted where it may. */
  admit(personId: string, now: Date): boolean {
    const since = now.getTime() - minuteMilliseconds;
    for (const [id, times] of this.#sent) if ((times.at(-1) ?? 0) <= since) this.#sent.delete(id);
    const recent = (this.#sent.get(personId) ?? []).filter((at) => at > since);
    if (recent.length >= mostAMinute) return false;
    this.#sent.set(personId, [...recent, now.getTime()]);
    return true;
  }
}
