// The connections of a process, apart by what they are for, so that what hangs in one is no matter of the
// others: a press is recorded while the sweep waits for a lock, and police look while a desk is busy. Each
// has an end to what a statement may take and to how long it may wait for somebody else's lock; a row that
// is held costs whoever wants that row, and nobody else. Where people ask, so many may wait as are through within
// a second or two: the next is told at once, instead of waiting for an answer that he no longer wants.
import { connect, type Database, type Limits } from './connect.ts';

/** A press that waits longer for its button is recorded alone and taken up by the recovery. */
export const pressLockMilliseconds = 250;

/** Each is a number of connections that a process may open; their sum is below (`connectionsOfProcess`). */
export const limitsOf = {
  // One insert, which takes milliseconds. A device waits five seconds for its ACK or longer; one whose message
  // cannot be kept hears so by a closed line, and sends again.
  record: { max: 2, statementMilliseconds: 5_000, lockMilliseconds: 1_000 },
  // Two presses at once. Somebody who holds a button's row holds up a press of that button, and the two lines
  // no longer than this.
  press: { max: 2, statementMilliseconds: 2_000, lockMilliseconds: pressLockMilliseconds },
  // People at desks. A hundred claims of one alarm at once are through in a second; who waits for five sees
  // nothing happen and presses again.
  decide: { max: 6, statementMilliseconds: 5_000, lockMilliseconds: 2_000, mostWaiting: 500 },
  // An alarm that somebody raises by hand, in the rights of whoever does and apart from all that other desks ask.
  // It waits for the button like a press; some telephone at once, each is through in milliseconds.
  byHand: {
    max: 1,
    statementMilliseconds: 2_000,
    lockMilliseconds: pressLockMilliseconds,
    mostWaiting: 50,
  },
  // Whoever runs the centre: members, settings, the audit of years. What takes long here, or comes by the dozen, holds up
  // whoever does the same and no claim.
  office: { max: 2, statementMilliseconds: 5_000, lockMilliseconds: 2_000, mostWaiting: 50 },
  // Sweep, recovery, outbox, follower, rounds: whatever did not get through comes again. The longest of them
  // reads a whole register.
  background: { max: 4, statementMilliseconds: 10_000, lockMilliseconds: 1_000 },
  // Whoever comes from outside the centre: the police's pages and the municipalities' portal, two each, so that
  // neither waits for the other.
  police: { max: 2, statementMilliseconds: 3_000, lockMilliseconds: 1_000, mostWaiting: 50 },
  portal: { max: 2, statementMilliseconds: 5_000, lockMilliseconds: 1_000, mostWaiting: 50 },
  // Whoever logs in waits for the hash of a password anyway; nothing here takes long at the database. And what the
  // system's own part writes because somebody asks for it, an invitation that is accepted or a number that was called:
  // however many ask, the sweep has its own.
  accounts: { max: 4, statementMilliseconds: 5_000, lockMilliseconds: 1_000, mostWaiting: 100 },
  // --- what runs by itself and not in the product ---
  // Typed by a person, who can wait: also an import of thousands of lines, each batch of which is short.
  command: { max: 2, statementMilliseconds: 60_000, lockMilliseconds: 5_000 },
  // `verify-log` reads every event there is, in statements that grow with the log, and takes no lock.
  verify: { max: 1, statementMilliseconds: 1_800_000, lockMilliseconds: 5_000 },
  // An index over years of messages takes what it takes. Its lock does not: whoever asks for a table that is in
  // use makes everybody behind him wait as well.
  migrate: { max: 1, statementMilliseconds: 3_600_000, lockMilliseconds: 5_000 },
} satisfies Record<string, Limits>;

const poolsOfProcess = [
  'record',
  'press',
  'decide',
  'byHand',
  'office',
  'background',
  'police',
  'portal',
  'accounts',
] as const;

/** Beside the pools: one that hears news of the register and of settings, and one that follows the sound's facts. */
const linesOfTheirOwn = 2;

/** As Postgres comes it gives 97 to all: three processes fit, with room for a command and an administrator. */
export const connectionsOfProcess = poolsOfProcess.reduce(
  (sum, name) => sum + limitsOf[name].max,
  linesOfTheirOwn,
);

export type Pools = Record<(typeof poolsOfProcess)[number], Database> & { end(): Promise<void> };

type Urls = { databaseUrl: string; databaseSystemUrl: string; databasePublicUrl: string };

export function openPools({ databaseUrl, databaseSystemUrl, databasePublicUrl }: Urls): Pools {
  const open = (url: string, name: keyof typeof limitsOf) =>
    connect(url, { name, ...limitsOf[name] });
  const pools = {
    record: open(databaseSystemUrl, 'record'),
    press: open(databaseSystemUrl, 'press'),
    decide: open(databaseUrl, 'decide'),
    byHand: open(databaseUrl, 'byHand'),
    office: open(databaseUrl, 'office'),
    background: open(databaseSystemUrl, 'background'),
    police: open(databasePublicUrl, 'police'),
    portal: open(databasePublicUrl, 'portal'),
    accounts: open(databaseSystemUrl, 'accounts'),
  };
  return {
    ...pools,
    end: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
    },
  };
}
