// Dossiers that were opened, in memory and nowhere else: a desk that loses its connection still knows
// whom to call for the alarms of its own. What somebody only looked at is forgotten when he looks away,
// and everything once an alarm is no longer his.
import type { Dossier } from '@achterwacht/shared/routes/dossier.ts';
import { createContext } from 'svelte';
import { call } from '../api.ts';
import { errorText } from '../words.ts';

type Opened =
  | { status: 'loading' }
  | { status: 'open'; dossier: Dossier }
  | { status: 'failed'; problem: string };

export class Dossiers {
  #opened = $state.raw<ReadonlyMap<string, Opened>>(new Map());

  of(alarmId: string): Opened | null {
    return this.#opened.get(alarmId) ?? null;
  }

  /** Every look is written down by the server, so an open one is not asked for again. */
  async open(alarmId: string): Promise<void> {
    const known = this.#opened.get(alarmId);
    if (known && known.status !== 'failed') return;
    this.#set(alarmId, { status: 'loading' });
    try {
      const dossier = await call('alarmDossier', { params: { alarmId } });
      if (this.#opened.has(alarmId)) this.#set(alarmId, { status: 'open', dossier });
    } catch (cause) {
      if (this.#opened.has(alarmId))
        this.#set(alarmId, { status: 'failed', problem: errorText(cause) });
    }
  }

  keepOnly(alarmIds: ReadonlySet<string>): void {
    if ([...this.#opened.keys()].every((id) => alarmIds.has(id))) return;
    this.#opened = new Map([...this.#opened].filter(([id]) => alarmIds.has(id)));
  }

  #set(alarmId: string, opened: Opened): void {
    this.#opened = new Map(this.#opened).set(alarmId, opened);
  }
}

export const [useDossiers, provideDossiers] = createContext<Dossiers>();
