// What everybody sent and what became of it, over the whole run: nothing of the customer's may be missing, and every
// frame must stand in the product's own counts.
import { setTimeout as pause } from 'node:timers/promises';
import { addTo } from '../harness/consoles/audience.ts';
import { noDisorders } from '../harness/consoles/consoles-protocol.ts';
import { latestMilliseconds } from '../harness/presses/press-stream.ts';
import { atMost, exactly, type Check } from '../harness/result.ts';
import type { LogVerdict } from '../outside/invariants.ts';
import { between, type Books } from './books.ts';
import type { CrowdCentre } from './centre.ts';
import type { Pressed } from './customer.ts';
import type { Tally, TroubleName } from './troubles/trouble.ts';

const seenSeconds = 20;
/** A refused call for help waits fifteen seconds before it is raised; what follows is soon done. */
const settlingMilliseconds = 60_000;
/** Of the trouble that was wanted, for it to have been one. */
const enough = 0.9;

type Sent = Pick<Tally, 'frames' | 'uncertainFrames'> & Partial<Pick<Tally, 'datagrams'>>;

export class Ledger {
  readonly #centre: CrowdCentre;
  readonly #opening: Books;
  readonly #sent = { frames: 0, uncertainFrames: 0, datagrams: 0 };
  readonly #locked = { acknowledged: 0, unanswered: 0 };
  readonly #disorders = { ...noDisorders };
  /** The least that each did of what was wanted of it. */
  readonly #done = new Map<TroubleName, number>();
  #missing = 0;
  #repeated = 0;
  #unanswered = 0;
  #latest = 0;

  private constructor(centre: CrowdCentre, opening: Books) {
    this.#centre = centre;
    this.#opening = opening;
  }

  static async open(centre: CrowdCentre): Promise<Ledger> {
    return new Ledger(centre, await centre.books());
  }

  /** Of what went on at the same time. Waits until every desk has seen what was acknowledged. */
  async pressed(...runs: readonly Pressed[]): Promise<void> {
    const { audience } = this.#centre;
    const acknowledged = runs.flatMap((run) => run.acknowledged);
    const { presses, disorders } = await audience.seenAll(acknowledged.length, seenSeconds);
    for (const index of acknowledged) {
      const { sockets = 0 } = presses.get(index) ?? {};
      if (sockets < audience.size) this.#missing += 1;
      if (sockets > audience.size) this.#repeated += 1;
    }
    addTo(this.#disorders, disorders);
    for (const run of runs) {
      this.#unanswered += run.unanswered;
      this.#latest = Math.max(this.#latest, run.lateness.p99Milliseconds);
      this.sent(run);
    }
  }

  sent({ frames, uncertainFrames, datagrams = 0 }: Sent): void {
    this.#sent.frames += frames;
    this.#sent.uncertainFrames += uncertainFrames;
    this.#sent.datagrams += datagrams;
  }

  troubled(name: TroubleName, tally: Tally): void {
    this.sent(tally);
    this.#locked.acknowledged += tally.acknowledged;
    this.#locked.unanswered += tally.unanswered;
    // One fell due at the moment of stopping.
    const done = (tally.tried + 1) / tally.wanted;
    this.#done.set(name, Math.min(done, this.#done.get(name) ?? Infinity));
  }

  /** After the last of it. */
  async checks(): Promise<Check[]> {
    const { instance, scene, sql } = this.#centre;
    const undecided = await untilDecided(this.#centre);
    const { counted, turnedAway, kept, notKept, dropped } = between(
      this.#opening,
      await this.#centre.books(),
    );
    const { frames, uncertainFrames, datagrams } = this.#sent;
    const taken = counted + turnedAway;
    // What nobody can say of a line that broke may be in the counts or not.
    const known = frames + datagrams - dropped;
    const astray = Math.max(0, known - taken, taken - known - uncertainFrames);
    const [ofLocked] = await sql<{ count: number }[]>`
      select count(*)::int from messages join signals on signals.message_id = messages.id
      where messages.account = ${scene.lockedAccount}
        and signals.disposition = 'accepted' and signals.alarm_id is not null`;
    // The shape this command promises.
    const { faults } = (await instance.command('verify-log')) as LogVerdict;
    return [
      exactly('presses without an answer', this.#unanswered, 0),
      exactly('presses missing on a desk', this.#missing, 0),
      exactly('presses twice on a desk', this.#repeated, 0),
      exactly('holes and repeats in a feed', this.#disorders.holes + this.#disorders.repeats, 0),
      exactly('desks cut off', this.#disorders.goodbyes + this.#disorders.closed, 0),
      exactly('presses under a held row without an answer', this.#locked.unanswered, 0),
      // One press raised its alarm before anything was held.
      exactly(
        'presses under a held row that are one signal each',
        (ofLocked?.count ?? 0) - 1,
        this.#locked.acknowledged,
      ),
      exactly('messages undecided a minute afterwards', undecided, 0),
      exactly('faults in the log', faults.length, 0),
      exactly(`frames sent and not counted, or counted and not sent (of ${known})`, astray, 0),
      exactly('frames counted, neither kept nor said not to be', counted - kept - notKept, 0),
      atMost('generator late, p99', this.#latest, latestMilliseconds, 'ms'),
      ...[...this.#done].map(([name, done]) =>
        exactly(`${name}: was there`, Number(done >= enough), 1),
      ),
    ];
  }
}

/** Messages that are left after all patience. */
async function untilDecided({ sql }: CrowdCentre): Promise<number> {
  const until = performance.now() + settlingMilliseconds;
  for (;;) {
    const [row] = await sql<{ left: number }[]>`
      select count(*)::int as left from messages where handled_at is null`;
    if (row?.left === 0 || performance.now() > until) return row?.left ?? Number.NaN;
    await pause(250);
  }
}
