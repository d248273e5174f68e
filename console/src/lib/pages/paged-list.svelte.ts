// A list that may hold ten thousand: what is looked for, what it is narrowed to, and as many pages of fifty as
// somebody asked for. A new question does not empty the screen; its answer replaces what stands there.
import { errorText } from '../words.ts';
import { patienceMilliseconds } from './loaded.svelte.ts';

export type ListQuestion<Filters> = {
  search: string;
  filters: Filters;
  /** Absent: the first page. */
  cursor: string | undefined;
  signal: AbortSignal;
};

export type ListPage<Row> = {
  rows: Row[];
  /** Where the next page begins; null: this was the last. */
  next: string | null;
  /** Of all pages together; null where nobody counted. */
  total: number | null;
};

type Choices<Filters> = { readonly [Name in keyof Filters]?: readonly string[] };

/** Whoever types a name is done before the server is asked for half of it. */
const debounceMilliseconds = 200;

export class PagedList<Row, Filters extends Record<string, string> = Record<string, never>> {
  #rows = $state.raw<Row[] | null>(null);
  #next = $state<string | null>(null);
  #total = $state<number | null>(null);
  #search = $state('');
  #filters = $state.raw<Filters>({} as Filters); // set by the constructor
  #at = $state.raw<Date | null>(null);
  #problem = $state.raw<(() => string) | null>(null);
  #isFetchingMore = $state(false);
  #query = $state('');
  #questions = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ask: (question: ListQuestion<Filters>) => Promise<ListPage<Row>>;
  readonly #usual: Filters;
  readonly #choices: Choices<Filters>;

  /**
   * @param usual What it is narrowed to when nobody chose anything; an empty text narrows nothing.
   * @param choices What can be chosen, of each filter that is no free text.
   */
  constructor(
    ask: (question: ListQuestion<Filters>) => Promise<ListPage<Row>>,
    usual: Filters = {} as Filters, // of a list without filters, which is what the type says then
    choices: Choices<Filters> = {},
  ) {
    this.#ask = ask;
    this.#usual = usual;
    this.#choices = choices;
    this.#filters = usual;
  }

  /** Null before the first answer. */
  get value() {
    return this.#rows;
  }
  get total() {
    return this.#total;
  }
  get hasMore() {
    return this.#next !== null;
  }
  get search() {
    return this.#search;
  }
  get filters() {
    return this.#filters;
  }
  get at() {
    return this.#at;
  }
  get problem() {
    return this.#problem?.() ?? null;
  }
  get isFetchingMore() {
    return this.#isFetchingMore;
  }
  /** What was last asked for, as it stands in an address: `?search=…`, or nothing. */
  get query() {
    return this.#query;
  }
  /** Whether something may be left out that is there. */
  get isNarrowed() {
    return (
      this.#search.trim() !== '' ||
      Object.entries(this.#filters).some(([name, value]) => value !== this.#usual[name])
    );
  }

  /** As somebody left it; asks nothing yet. @param query As `query` gave it. */
  begin(query: string): void {
    const asked = new URLSearchParams(query);
    this.#search = asked.get('search') ?? '';
    const filters = Object.entries(this.#usual).map(([name, usual]) => {
      const value = asked.get(name) ?? usual;
      // Whoever changes an address by hand can write there what nobody can choose.
      return [name, this.#choices[name]?.includes(value) === false ? usual : value];
    });
    this.#filters = Object.fromEntries(filters) as Filters; // of the names that the usual ones have
  }

  lookFor(search: string): void {
    this.#search = search;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), debounceMilliseconds);
  }

  narrow(filters: Partial<Filters>): void {
    this.#filters = { ...this.#filters, ...filters };
    void this.load();
  }

  /** Shows all there is again. */
  widen(): void {
    this.#search = '';
    this.#filters = this.#usual;
    void this.load();
  }

  /** The first page anew, with what is looked for now. */
  load = async (): Promise<void> => {
    clearTimeout(this.#timer);
    this.#query = this.#queryOf();
    await this.#fetch(undefined, (page) => page.rows);
  };

  more = async (): Promise<void> => {
    if (this.#next === null || this.#isFetchingMore) return;
    this.#isFetchingMore = true;
    await this.#fetch(this.#next, (page) => [...(this.#rows ?? []), ...page.rows]);
    this.#isFetchingMore = false;
  };

  #queryOf(): string {
    const search = this.#search.trim();
    const narrowed = Object.entries(this.#filters).filter(
      ([name, value]) => value !== this.#usual[name],
    );
    const query = new URLSearchParams([...(search ? [['search', search]] : []), ...narrowed]);
    return query.size > 0 ? `?${query}` : '';
  }

  async #fetch(cursor: string | undefined, put: (page: ListPage<Row>) => Row[]): Promise<void> {
    const question = (this.#questions += 1);
    const at = new Date();
    try {
      const page = await this.#ask({
        search: this.#search.trim(),
        filters: this.#filters,
        cursor,
        signal: AbortSignal.timeout(patienceMilliseconds),
      });
      if (question !== this.#questions) return;
      this.#rows = put(page);
      this.#next = page.next;
      this.#total = page.total;
      this.#at = at;
      this.#problem = null;
    } catch (cause) {
      if (question === this.#questions) this.#problem = () => errorText(cause);
    }
  }
}
