// What somebody typed in a form of an alarm and did not send. Another card, Esc or an alarm that is taken away closes a
// form; its words are there when it is opened again. Notes have their own (notes/), which outlive the page.
import { createContext } from 'svelte';

/** One field. */
export class Draft {
  text = $state('');

  constructor(text: string) {
    this.text = text;
  }
}

export class Drafts {
  readonly #drafts = new Map<string, Map<string, Draft>>();

  /** @param proposed Where nothing is typed. */
  of(alarmId: string, field: string, proposed = ''): Draft {
    const ofAlarm = this.#drafts.get(alarmId) ?? new Map<string, Draft>();
    const draft = ofAlarm.get(field) ?? new Draft(proposed);
    if (proposed !== '' && draft.text === '') draft.text = proposed;
    this.#drafts.set(alarmId, ofAlarm.set(field, draft));
    return draft;
  }

  /** Of alarms that are over nothing is sent any more. */
  keepOnly(openIds: ReadonlySet<string>): void {
    for (const alarmId of this.#drafts.keys())
      if (!openIds.has(alarmId)) this.#drafts.delete(alarmId);
  }
}

export const [useDrafts, provideDrafts] = createContext<Drafts>();
