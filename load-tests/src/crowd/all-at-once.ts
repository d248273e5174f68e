// All of them at once. Nobody is promised his quiet time then, but an answer: within two seconds for a press, within
// twenty on a desk for one that was refused; and no more alarms and pages than the collective rule allows.
import { setTimeout as pause } from 'node:timers/promises';
import { nowMicroseconds } from '../harness/clock.ts';
import type { MeasureOptions } from '../harness/options.ts';
import { atMost, type Check, type CostCase, type MeasuredCase } from '../harness/result.ts';
import { interleave, spreadOf } from '../harness/rounds.ts';
import { serialOf } from '../target/target.ts';
import { pressesPerSecond, refusedMilliseconds } from './alone.ts';
import { between } from './books.ts';
import type { CrowdCentre } from './centre.ts';
import { addressesOf } from './sending/crowd-size.ts';
import { FrameLines } from './sending/frame-lines.ts';
import type { Ledger } from './ledger.ts';
import { startTrouble, troubleNames, type Trouble } from './troubles/trouble.ts';
import { pressOf } from './troubles/refused-presses.ts';
import { startVisiting, visitChecks } from './visitor.ts';

const limits = { answerMilliseconds: 2_000, refusedMilliseconds: 20_000 };
/** Longer than a refused press may take to a desk, so that the crowd is there all the while. */
const shortestSeconds = 22;
/** What is later than this was not on a desk, as far as a measurement goes. */
const refusedPatienceMilliseconds = 60_000;

export async function measureAllAtOnce(
  centre: CrowdCentre,
  ledger: Ledger,
  options: MeasureOptions,
  quietCpu: number,
): Promise<{ measured: MeasuredCase; costs: CostCase[]; checks: Check[] }> {
  const name = 'crowd, all at once';
  options.reportProgress(name);
  const seconds = Math.max(options.seconds, shortestSeconds);
  const { customer, scene } = centre;
  const troubles: Trouble[] = [];
  for (const trouble of troubleNames) troubles.push(await startTrouble(trouble, scene));
  options.reportProgress(`${name}: everybody is there`);
  const visiting = startVisiting(scene.frontDoor);
  const before = await centre.books();
  const refused = pressRefused(centre, ledger);
  const [overLine, byDatagram] = await Promise.all([
    customer.run('tcp', pressesPerSecond / 2, seconds, 1),
    customer.run('udp', pressesPerSecond / 2, seconds, 2),
  ]);
  const spent = between(before, await centre.books());
  options.reportProgress(`${name}: pressed`);
  const refusedSeen = await refused;
  const visits = await visiting.stop();
  options.reportProgress(`${name}: they leave`);
  let slowestLocked = 0;
  let lockedCount = 0;
  // Floods and lock first: what comes to its end after them does so in quiet.
  for (const trouble of troubles) {
    const tally = await trouble.close(true);
    ledger.troubled(trouble.name, tally);
    slowestLocked = Math.max(slowestLocked, tally.slowestMilliseconds);
    lockedCount += tally.acknowledged;
  }
  options.reportProgress(`${name}: what became of it`);
  await ledger.pressed(overLine, byDatagram);
  const own = overLine.acknowledged.length + byDatagram.acknowledged.length + lockedCount;
  const extra = Math.max(0, spent.cpuSeconds - quietCpu * spent.seconds);
  const perFrame = (extra * 1000) / (spent.counted + spent.turnedAway - own);
  const slowest = (answers: { maxMilliseconds: number }) => answers.maxMilliseconds;
  const inTime = (what: string, measured: number) =>
    atMost(`all at once: slowest ACK, ${what}`, measured, limits.answerMilliseconds, 'ms');
  return {
    measured: {
      name,
      systems: await interleave(
        [
          { name: 'over a line', measure: () => Promise.resolve(overLine.answers) },
          { name: 'by datagram', measure: () => Promise.resolve(byDatagram.answers) },
        ],
        1,
      ),
    },
    costs: [
      {
        name: 'api, ms of CPU for a refused frame, whatever else there is to do',
        systems: [{ name: 'all at once', spread: spreadOf([perFrame]) }],
      },
      {
        name: 'refused presses of registered buttons on a desk, seconds',
        systems: [{ name: 'all at once', spread: spreadOf(refusedSeen.map((ms) => ms / 1000)) }],
      },
    ],
    checks: [
      inTime('over a line', slowest(overLine.answers)),
      inTime('by datagram', slowest(byDatagram.answers)),
      inTime('of a button whose row is held', slowestLocked),
      atMost(
        'all at once: a refused press on a desk, the slowest',
        Math.max(...refusedSeen),
        limits.refusedMilliseconds,
        'ms',
      ),
      atMost('all at once: api CPU a refused frame', perFrame, refusedMilliseconds, 'ms'),
      ...visitChecks('all at once', [visits]),
    ],
  };
}

/** One after the other: for each the milliseconds until a desk heard of its alarm, or all the patience there was. */
async function pressRefused(
  { watch, refusedAccounts, target }: CrowdCentre,
  ledger: Ledger,
): Promise<number[]> {
  const lines = await FrameLines.open(target.api.devices, addressesOf('refusedCustomer'));
  const sentAt = new Map<string, number>();
  for (const [index, account] of refusedAccounts.entries()) {
    sentAt.set(serialOf(account), nowMicroseconds());
    lines.send(pressOf(account, index));
    await pause(1_000);
  }
  ledger.sent(await lines.close());
  const until = performance.now() + refusedPatienceMilliseconds;
  const seen = new Map<string, number>();
  while (seen.size < sentAt.size && performance.now() < until) {
    for (const { serial, seenAtMicroseconds } of watch.raised) {
      const at = sentAt.get(serial);
      if (at !== undefined) seen.set(serial, (seenAtMicroseconds - at) / 1000);
    }
    await pause(100);
  }
  return [...sentAt.keys()].map((serial) => seen.get(serial) ?? refusedPatienceMilliseconds);
}
