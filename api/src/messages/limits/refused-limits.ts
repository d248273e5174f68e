// How many refused frames are kept. What was refused is kept for whoever looks into it, and raised where it
// calls for help; but anybody can send an account number, so a broken or hostile sender must fill neither the
// disk nor the desks. What is beyond these numbers asks no database anything and is counted, exactly.
//
// What known buttons sent and strangers sent is counted apart: whoever makes up accounts uses up nothing that
// a registered button may need.
import { senderOf } from '@achterwacht/shared/net/sender-of.ts';

/** Frames a minute of one kind: of one sender (sender-of.ts), of one account, and in all. */
type Allowance = { ofSender: number; ofAccount: number; inAll: number };

export const refusedLimits = {
  /**
   * Calls for help of registered buttons. One operator's address may carry many of them on a day when our
   * clock is off; a device that repeats every 2 s is still kept whole. In all: what is decided in well
   * under the five seconds in which a press must be on a desk, were it a minute's worth at once.
   */
  knownCalls: { ofSender: 60, ofAccount: 60, inAll: 300 },
  /** And of one account from one address: another address has some of its account left. */
  knownCallsOfAccountFromSender: 30,
  /**
   * The first of a registered button in a minute is kept beyond these: whoever repeats five account numbers, or an
   * operator whose devices all have the wrong time, leaves no other button nameless. As many once more in all.
   */
  firstKnownCalls: 300,
  /**
   * Calls for help of accounts nobody knows: twenty become alarms of their own, the others say by a few
   * more signals of the collective alarm that it goes on.
   */
  unknownCalls: { ofSender: 30, ofAccount: 30, inAll: 60 },
  /** Readable, and no call for help: a public sender repeats what it was refused twice a second. */
  others: { ofSender: 30, ofAccount: 30, inAll: 60 },
  /** Under a registered account, and its key opens it not: it may have another key since a second. */
  knownUnreadable: { ofSender: 30, ofAccount: 10, inAll: 60 },
  /** Nothing can be read in them. At four kilobytes each, a month of it is below twenty gigabytes. */
  unreadable: { ofSender: 10, ofAccount: 10, inAll: 60 },
} as const;

type Kind = Exclude<
  keyof typeof refusedLimits,
  'knownCallsOfAccountFromSender' | 'firstKnownCalls'
>;

export type RefusedFrame = {
  receivedAt: Date;
  remoteAddress: string;
  account: string | null;
  isKnown: boolean;
  isReadable: boolean;
  callsForHelp: boolean;
};

/** What was counted only, of one centre; of one button where it was accepted. */
export type Counted = {
  centreId: string;
  buttonId: string | null;
  calls: number;
  others: number;
};

const minuteMilliseconds = 60_000;
/** A centre hears of the first at once, and of those that follow together; so of each button. */
const reportMilliseconds = 10_000;

export class RefusedLimits {
  #minute = 0;
  /** Of this minute, and only of what was admitted: no more names than frames in all. */
  readonly #admitted = new Map<string, number>();
  readonly #counted = new Map<string, Counted>();
  readonly #reportedAt = new Map<string, number>();

  /** Whether this one is kept; counts it when so. */
  admits(frame: RefusedFrame): boolean {
    const minute = Math.floor(frame.receivedAt.getTime() / minuteMilliseconds);
    if (minute !== this.#minute) this.#admitted.clear();
    this.#minute = minute;
    const names = namesOf(frame);
    const isFull = names.some(([name, most]) => this.#of(name) >= most);
    if (isFull && !this.#mayBeFirst(frame)) return false;
    if (isFull) names.push([firsts, refusedLimits.firstKnownCalls]);
    for (const [name] of names) this.#admitted.set(name, this.#of(name) + 1);
    return true;
  }

  #mayBeFirst(frame: RefusedFrame): boolean {
    return (
      kindOf(frame) === 'knownCalls' &&
      this.#of(`knownCalls by ${frame.account}`) === 0 &&
      this.#of(firsts) < refusedLimits.firstKnownCalls
    );
  }

  #of(name: string): number {
    return this.#admitted.get(name) ?? 0;
  }

  /** One that was not kept. */
  count(
    centreId: string,
    { callsForHelp }: Pick<RefusedFrame, 'callsForHelp'>,
    buttonId: string | null = null,
  ): void {
    const counted = { calls: callsForHelp ? 1 : 0, others: callsForHelp ? 0 : 1 };
    this.#add({ centreId, buttonId, ...counted });
  }

  /** What is to be told now; it is then counted no more. `everything`: before a stop. */
  take(now: Date, everything = false): Counted[] {
    const due = [...this.#counted].filter(([whose]) => {
      const since = now.getTime() - (this.#reportedAt.get(whose) ?? -Infinity);
      return everything || since >= reportMilliseconds || since < 0;
    });
    for (const [whose] of due) {
      this.#counted.delete(whose);
      this.#reportedAt.set(whose, now.getTime());
    }
    return due.map(([, counted]) => counted);
  }

  /** It could not be told. */
  putBack(counted: Counted): void {
    this.#add(counted);
    this.#reportedAt.delete(nameOf(counted));
  }

  #add(more: Counted): void {
    const name = nameOf(more);
    const before = this.#counted.get(name);
    this.#counted.set(name, {
      ...more,
      calls: more.calls + (before?.calls ?? 0),
      others: more.others + (before?.others ?? 0),
    });
  }
}

/** Those that were kept beyond the other limits. */
const firsts = 'first known calls';

const nameOf = ({ centreId, buttonId }: Counted) => `${centreId} ${buttonId ?? ''}`;

function namesOf(frame: RefusedFrame): [name: string, most: number][] {
  const kind = kindOf(frame);
  const { ofSender, ofAccount, inAll }: Allowance = refusedLimits[kind];
  const sender = senderOf(frame.remoteAddress);
  const { account } = frame;
  const names: [string, number][] = [
    [kind, inAll],
    [`${kind} of ${sender}`, ofSender],
  ];
  if (account !== null) names.push([`${kind} by ${account}`, ofAccount]);
  if (kind === 'knownCalls')
    names.push([`${kind} by ${account} of ${sender}`, refusedLimits.knownCallsOfAccountFromSender]);
  return names;
}

function kindOf({ isReadable, callsForHelp, isKnown }: RefusedFrame): Kind {
  if (!isReadable) return isKnown ? 'knownUnreadable' : 'unreadable';
  if (!callsForHelp) return 'others';
  return isKnown ? 'knownCalls' : 'unknownCalls';
}
