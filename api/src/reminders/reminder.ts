// Something that a person has to do before a day, of which he is mailed once: who finds such things, and what one is.
// What stands in a mail is neutral, as every mail: no holder, no place, and who is meant knows where to look.
import type { Database } from '../db/connect.ts';

export type Reminder = {
  /**
   * The same for the same mail, whichever process finds it: what is sent stands under it, and is not sent again. It says
   * nothing of anybody.
   */
  id: string;
  centreId: string;
  /** Members of that centre. */
  to: readonly Receiver[];
  /** Addresses that the centre has set, of nobody who is a member. */
  also?: readonly string[];
  text: {
    /** Of the messages. */
    name: `mail_${string}`;
    details: Record<string, string | number>;
    /** When it is too late; a day in the receiver's language. */
    dueAt?: string;
    /** Where it is done. */
    path: string;
  };
};

export type Receiver = { userId: string; email: string };

/** Of every centre, what is due by `now`, sent or not. */
export type FindReminders = (database: Database, now: Date) => Promise<readonly Reminder[]>;

/** Of several marks of the same thing the last that was reached: who was away is mailed once, and not of each. */
export function markReached(dueAt: string, days: readonly number[], now: Date): number | null {
  const left = Date.parse(dueAt) - now.getTime();
  return (
    days.toSorted((one, other) => one - other).find((mark) => left <= mark * dayMilliseconds) ??
    null
  );
}

const dayMilliseconds = 86_400_000;
