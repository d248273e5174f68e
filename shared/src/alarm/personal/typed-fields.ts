// What somebody typed stands in `personal`, which is sealed. A few older facts carry it in `data`, beside what must
// stay readable: this says which, so that the log and the rows keep it sealed as well, each as one text. A test
// goes through every field of every event, so that another one cannot come into the log in clear by being forgotten.
import type { AlarmFact, EventType } from '../events.ts';
import type { Alarm } from '../state.ts';

type DataOf<T extends EventType> = Extract<AlarmFact, { type: T }>['data'];

/** Words, and names and numbers of people who do not work here. Who works here is named in clear: who did it must stay. */
export const typedFields = {
  AlarmParked: ['reason'],
  HandoverConfirmed: ['policeOperator', 'incidentNumber'],
  PoliceStatusReported: ['operator', 'reference'],
  PoliceMessageAdded: ['operator'],
  UpgradeConfirmed: ['incidentNumber'],
} as const satisfies { [T in EventType]?: readonly (keyof DataOf<T>)[] };

/** The same of what an alarm's fold keeps of them. */
export const typedRowFields = {
  ownership: ['reason'],
  handover: ['policeOperator', 'incidentNumber'],
  confirmations: ['policeOperator', 'incidentNumber'],
  policeReports: ['operator', 'reference'],
} as const satisfies { [Part in keyof Alarm]?: readonly string[] };

/** Stands where something typed is sealed, and stays there once its key was erased. */
export const sealedMark = '–';

type Typed = Record<string, string>;
type Split<T> = { clear: T; typed: Typed };

/** Of an event's `data`: what may be read by everybody, and what was typed; null where nothing was. */
export function splitData<F extends { type: EventType; data: object }>({
  type,
  data,
}: F): { clear: F['data']; typed: Typed | null } {
  const fields: readonly string[] =
    type in typedFields ? typedFields[type as keyof typeof typedFields] : [];
  const { clear, typed } = split(data as F['data'], fields);
  return { clear, typed: Object.keys(typed).length > 0 ? typed : null };
}

type Part = keyof typeof typedRowFields;
/** Of each part what was typed in it; of a list, in its order. */
export type TypedOfAlarm = Partial<Record<Part, Typed | Typed[]>>;

const parts = Object.keys(typedRowFields) as Part[];

/** The same of an alarm's fold. */
export function splitRow<A extends Pick<Alarm, Part>>(
  alarm: A,
): { clear: A; typed: TypedOfAlarm | null } {
  const clear = { ...alarm };
  const typed: TypedOfAlarm = {};
  for (const part of parts) {
    const whole: object | object[] = alarm[part];
    const fields = typedRowFields[part];
    const items = (Array.isArray(whole) ? whole : [whole]).map((item) =>
      split(item as object, fields),
    );
    if (items.every((item) => Object.keys(item.typed).length === 0)) continue;
    const [one] = items;
    Object.assign(clear, {
      [part]: Array.isArray(whole) ? items.map((item) => item.clear) : one!.clear,
    });
    typed[part] = Array.isArray(whole) ? items.map((item) => item.typed) : one!.typed;
  }
  return { clear, typed: Object.keys(typed).length > 0 ? typed : null };
}

/** A row that somebody had a hand in may lack a part: the verifier tells that, not this. */
export function joinRow<A extends Partial<Pick<Alarm, Part>>>(clear: A, typed: TypedOfAlarm): A {
  const whole = { ...clear };
  for (const part of parts) {
    const kept: object | object[] | undefined = clear[part];
    const said = typed[part];
    if (!kept || !said) continue;
    const joined =
      Array.isArray(kept) && Array.isArray(said)
        ? kept.map((item: object, index) => ({ ...item, ...said[index] }))
        : { ...kept, ...said };
    Object.assign(whole, { [part]: joined });
  }
  return whole;
}

/** Null stays: whether something was said is no secret, and the fold goes by it. So does a mark: it was erased. */
function split<T extends object>(whole: T, fields: readonly string[]): Split<T> {
  const typed = Object.fromEntries(
    Object.entries(whole).filter(
      (entry): entry is [string, string] =>
        fields.includes(entry[0]) && typeof entry[1] === 'string' && entry[1] !== sealedMark,
    ),
  );
  const marks = Object.fromEntries(Object.keys(typed).map((field) => [field, sealedMark]));
  return { clear: { ...whole, ...marks }, typed };
}
