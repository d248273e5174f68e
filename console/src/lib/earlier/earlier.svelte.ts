// What came before the alarms that this person works on, in memory and nowhere else, forgotten as their dossiers are.
import type { Earlier } from '@achterwacht/shared/routes/earlier.ts';
import { createContext } from 'svelte';
import { call } from '../api.ts';
import { errorText } from '../words.ts';

/** `isJudged`: as the alarm was when it was asked; the answer of before keeps something back. */
type Asked = { isJudged: boolean } & (
  | { status: 'loading' }
  | { status: 'open'; earlier: Earlier }
  | { status: 'failed'; problem: string }
);

export class EarlierAlarms {
  #asked = $state.raw<ReadonlyMap<string, Asked>>(new Map());

  of(alarmId: string): Asked | null {
    return this.#asked.get(alarmId) ?? null;
  }

  /** Every look is written down by the server, so it is asked once before the judgement and once after it. */
  async open(alarmId: string, isJudged: boolean): Promise<void> {
    const known = this.#asked.get(alarmId);
    if (known && known.status !== 'failed' && known.isJudged === isJudged) return;
    const loading: Asked = { status: 'loading', isJudged };
    this.#set(alarmId, loading);
    const answer = await call('alarmEarlier', { params: { alarmId } }).then(
      (earlier): Asked => ({ status: 'open', earlier, isJudged }),
      (cause: unknown): Asked => ({ status: 'failed', problem: errorText(cause), isJudged }),
    );
    // He looked away, or it was judged meanwhile.
    if (this.#asked.get(alarmId) === loading) this.#set(alarmId, answer);
  }

  keepOnly(alarmIds: ReadonlySet<string>): void {
    if ([...this.#asked.keys()].every((id) => alarmIds.has(id))) return;
    this.#asked = new Map([...this.#asked].filter(([id]) => alarmIds.has(id)));
  }

  #set(alarmId: string, asked: Asked): void {
    this.#asked = new Map(this.#asked).set(alarmId, asked);
  }
}

export const [useEarlierAlarms, provideEarlierAlarms] = createContext<EarlierAlarms>();
