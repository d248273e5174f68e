// Where an alarm, or an event, leaves to a desk by HTTP: in the answer of a route. Its schema says where one stands in
// it, and what stands there passes the view of whoever asks (feed-view.ts), so that no route can forget to. The live
// socket is the other way out (api/src/live/desks).
import * as z from 'zod';
import { alarmFact } from '../alarm/events.ts';
import { alarm, type Alarm } from '../alarm/state.ts';
import { deskItem, feedEvent, feedItem, unreadableEvent, type DeskItem } from '../feed.ts';
import { mayKnowAlarm, viewOf, type DeskSight, type PlacedItem } from '../feed-view.ts';

type Seen = z.infer<typeof deskItem>;
type IsSame<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** An answer as whoever makes it gives it: of every event it says whose it is. */
export type BeforeView<T> =
  IsSame<T, Seen> extends true
    ? PlacedItem
    : IsSame<T, Alarm> extends true
      ? Alarm
      : T extends readonly (infer Each)[]
        ? BeforeView<Each>[]
        : T extends object
          ? { [Key in keyof T]: BeforeView<T[Key]> }
          : T;

/** Stands for an answer about an alarm that whoever asks may not know of. */
export const withheld = Symbol('withheld');

export type AnswerView = (desk: DeskSight, answer: unknown) => unknown;

const view = { viewOf, mayKnowAlarm };

/** What may hold an event that passed no view. */
const bareEvents: ReadonlySet<unknown> = new Set([alarmFact, feedEvent, feedItem, unreadableEvent]);

/**
 * Null for an answer that holds no alarm and no event. In a list an alarm that is withheld is left out; an answer
 * about one alarm is then `withheld` whole.
 * @throws where an event stands that is no `deskItem`, or one of either where nobody can take it out.
 */
export function answerView(
  response: z.ZodType,
  { viewOf, mayKnowAlarm } = view,
): AnswerView | null {
  return viewThrough(response);

  function viewThrough(schema: z.ZodType): AnswerView | null {
    if (schema === (alarm as z.ZodType))
      return (desk, state) => (mayKnowAlarm(desk, state as Alarm) ? state : withheld);
    if (schema === (deskItem as z.ZodType))
      return (desk, item): DeskItem => viewOf(desk, item as PlacedItem);
    if (bareEvents.has(schema)) throw new Error('an event goes to a desk as `deskItem`');
    if (schema instanceof z.ZodArray) {
      const each = viewThrough(schema.element as z.ZodType);
      return each && ((desk, list) => inList(list as unknown[], (one) => each(desk, one)));
    }
    if (schema instanceof z.ZodObject) {
      const parts = Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(
        ([key, part]) => {
          const through = viewThrough(part);
          return through ? [{ key, through }] : [];
        },
      );
      if (parts.length === 0) return null;
      return (desk, answer) => {
        const seen = { ...(answer as Record<string, unknown>) };
        for (const { key, through } of parts) seen[key] = through(desk, seen[key]);
        return Object.values(seen).includes(withheld) ? withheld : seen;
      };
    }
    if (partsOf(schema).some((part) => viewThrough(part) !== null))
      throw new Error(`an alarm or an event within a ${schema.type}: say here how one is withheld`);
    return null;
  }
}

function inList(list: readonly unknown[], see: (one: unknown) => unknown): unknown[] {
  return list.map(see).filter((one) => one !== withheld);
}

/** The schemas directly within one, whatever its kind. A check on it is written as one too, and holds nothing. */
export function partsOf(schema: z.ZodType): z.ZodType[] {
  const { checks: _checks, ...parts } = schema.def;
  return Object.values(parts)
    .flatMap((part: unknown): unknown[] =>
      typeof part === 'object' && part !== null && !(part instanceof z.ZodType)
        ? Object.values(part)
        : [part],
    )
    .filter((part) => part instanceof z.ZodType);
}
