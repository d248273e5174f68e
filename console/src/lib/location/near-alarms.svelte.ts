// What lies near the alarms that somebody works on, in memory and nowhere else, forgotten as their dossiers are.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Near } from '@achterwacht/shared/places/near.ts';
import { createContext } from 'svelte';
import { call } from '../api.ts';

/** A register that is slow is waited for by the server; nobody here waits for the server much longer. */
const waitMilliseconds = 5_000;
/** What was not answered is asked again when the desk's clock is so much further. */
const againMilliseconds = 30_000;

type Asked = { about: string; at: number; near: Near | null };

export class NearAlarms {
  #asked = $state.raw<ReadonlyMap<string, Asked>>(new Map());

  /** Null: not known, or not yet of this fix. */
  of(alarmId: string): Near | null {
    return this.#asked.get(alarmId)?.near ?? null;
  }

  /** Asked about each fix once. Of a closed alarm nobody outside learns any more where it was. */
  async look(alarm: Alarm, now: number): Promise<void> {
    const fix = alarm.personal?.position?.fix;
    if (!fix || alarm.closed) return;
    const about = `${fix.latitude} ${fix.longitude} ${fix.accuracyMetres}`;
    const known = this.#asked.get(alarm.id);
    if (known?.about === about && !isToBeAskedAgain(known, now)) return;
    const asked: Asked = { about, at: now, near: known?.near ?? null };
    this.#set(alarm.id, asked);
    const signal = AbortSignal.timeout(waitMilliseconds);
    const near = await call('alarmNear', { params: { alarmId: alarm.id }, signal }).catch(
      () => null,
    );
    // He looked away, or it moved on meanwhile.
    if (near && this.#asked.get(alarm.id) === asked) this.#set(alarm.id, { ...asked, near });
  }

  keepOnly(alarmIds: ReadonlySet<string>): void {
    if ([...this.#asked.keys()].every((id) => alarmIds.has(id))) return;
    this.#asked = new Map([...this.#asked].filter(([id]) => alarmIds.has(id)));
  }

  #set(alarmId: string, asked: Asked): void {
    this.#asked = new Map(this.#asked).set(alarmId, asked);
  }
}

function isToBeAskedAgain({ near, at }: Asked, now: number): boolean {
  return (near === null || near.register === 'away') && now - at >= againMilliseconds;
}

export const [useNearAlarms, provideNearAlarms] = createContext<NearAlarms>();
