// S7: a hundred claims of one alarm at the same moment. Exactly one wins, everybody else is told so,
// and nobody waits.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Dc09Button } from '../button/dc09-button.ts';
import { DeskSession, demoAccounts, type ClaimAnswer } from '../target/desk-session.ts';
import { nowMicroseconds } from '../harness/clock.ts';
import { openFeedSocket } from '../harness/consoles/feed-socket.ts';
import { Latencies, type Summary } from '../harness/latencies.ts';
import { progressOf, type MeasureOptions } from '../harness/options.ts';
import { atMost, exactly, type Result } from '../harness/result.ts';
import { interleave } from '../harness/rounds.ts';
import { registerButtons, type Target } from '../target/target.ts';

const racers = 100;
const limitMilliseconds = 250;

export async function claimRace(target: Target, options: MeasureOptions): Promise<Result> {
  const desks = await logInAll(target);
  // New ones every time: a race needs an alarm that nobody has yet.
  const series = randomBytes(2).toString('hex').toUpperCase();
  const accounts = await registerButtons(target, options.rounds + 1, series);
  const tally = { races: 0, wonOnce: 0, claimedInLog: 0, misinformed: 0 };

  const race = async (seed: number): Promise<Summary> => {
    const account = accounts[seed - 1] ?? '';
    const alarm = await raiseAlarm(target, desks[0], account);
    const claims = countClaims(target, desks[0], alarm);
    const watch = await claims.open();
    const latencies = new Latencies();
    const answers = await Promise.all(
      Array.from({ length: racers }, async (_, index) => {
        const desk = desks[index % desks.length];
        if (desk === undefined) throw new Error('nobody is logged in');
        const begun = nowMicroseconds();
        const answer = await desk.claim(alarm.id, alarm.version);
        latencies.record(nowMicroseconds() - begun);
        return answer;
      }),
    );
    tally.races += 1;
    tally.wonOnce += answers.filter(({ status }) => status === 'won').length === 1 ? 1 : 0;
    tally.misinformed += answers.filter((answer) => !isFair(answer)).length;
    tally.claimedInLog += (await watch.counted()) === 1 ? 1 : 0;
    return latencies.summary();
  };

  // Connections and compiled code before anything counts; the race itself is judged all the same.
  await race(options.rounds + 1);
  const name = `S7 ${racers} claims at once`;
  options.reportProgress(name);
  const systems = await interleave(
    [{ name: 'achterwacht', measure: race }],
    options.rounds,
    progressOf(name, options),
  );
  const p99 = systems[0]?.p99.median ?? Number.NaN;
  return {
    scenario: 'claim-race',
    measured: [{ name, systems }],
    checks: [
      exactly('S7 races that exactly one won', tally.wonOnce, tally.races),
      exactly('S7 races with exactly one claim in the feed', tally.claimedInLog, tally.races),
      exactly('S7 answers that neither won nor said who has it', tally.misinformed, 0),
      atMost('S7 p99 of the answers', p99, limitMilliseconds, 'ms'),
    ],
  };
}

/**
 * The winner's own other claims are told that it is his already, everybody else's that it is taken.
 */
function isFair(answer: ClaimAnswer): boolean {
  return answer.status !== 'refused' || (answer.httpStatus === 409 && fairCodes.has(answer.code));
}

const fairCodes: ReadonlySet<string> = new Set(['al-van-u', 'al-aangenomen']);

async function logInAll(target: Target): Promise<DeskSession[]> {
  const centralists = (await demoAccounts(target)).filter(({ role }) => role === 'centralist');
  const desks: DeskSession[] = [];
  for (const account of centralists) desks.push(await DeskSession.logIn(target, account));
  return desks;
}

type RaisedAlarm = { id: string; version: number; sequence: number };

/** A new alarm of this button, as every desk sees it on its board. */
async function raiseAlarm(
  target: Target,
  desk: DeskSession | undefined,
  account: string,
): Promise<RaisedAlarm> {
  if (desk === undefined) throw new Error('nobody is logged in');
  const before = new Set((await desk.board()).alarms.map(({ id }) => id));
  const button = new Dc09Button({ ...target.api.devices, account });
  const { acknowledged } = await button.send({ code: 'PA' });
  button.close();
  if (!acknowledged) throw new Error('the press was not acknowledged');
  const until = performance.now() + 5_000;
  while (performance.now() < until) {
    const { alarms, sequence } = await desk.board();
    const raised = alarms.find(({ id }) => !before.has(id));
    if (raised !== undefined) return { id: raised.id, version: raised.version, sequence };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the press raised no new alarm');
}

/** Counts the claims that desks hear of, until the feed is known to have passed the race. */
function countClaims(target: Target, desk: DeskSession | undefined, alarm: RaisedAlarm) {
  return {
    open: async () => {
      let claims = 0;
      let canaries = 0;
      const signal = new EventTarget();
      const socket = await openFeedSocket({
        origin: target.api.origin,
        cookie: desk?.cookie ?? '',
        hello: { protocol: 1, afterSequence: alarm.sequence },
        onEvent: (name, payload) => {
          if (name === 'canary') {
            canaries += 1;
            signal.dispatchEvent(new Event('canary'));
          }
          if (name !== 'events') return;
          const events = payload as { type: string; alarmId: string }[];
          claims += events.filter(
            ({ type, alarmId }) => type === 'AlarmClaimed' && alarmId === alarm.id,
          ).length;
        },
      });
      return {
        counted: async () => {
          // A second claim would have been committed before the last answer, so it would be heard
          // before the second canary from now.
          const enough = canaries + 2;
          while (canaries < enough) await once(signal, 'canary');
          socket.terminate();
          return claims;
        },
      };
    },
  };
}
