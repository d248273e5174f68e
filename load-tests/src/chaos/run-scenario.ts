// One scenario from the first start to the verdict: quiet presses, the fault, quiet presses again, and a
// look at everything. Ends what it started, whatever happened.
import { setTimeout as pause } from 'node:timers/promises';
import { openConsoles } from './consoles.ts';
import { judge, untilSettled } from './judge.ts';
import { startPressing } from './presses.ts';
import { scenarios } from './scenarios.ts';
import { openStage, type Stage } from './stage.ts';

export type Report = {
  scenario: string;
  does: string;
  startedAt: string;
  seconds: number;
  /** What was done, in seconds from the first press. */
  done: { atSeconds: number; what: string }[];
  presses: { acknowledged: number; retried: number; slowestMilliseconds: number };
  consoles: { returns: number };
  alarms: number;
  events: number;
  latestDeadlineMilliseconds: number;
  /** One sentence for each thing that is not as it should be. */
  broken: string[];
  passed: boolean;
};

export async function runScenario(
  name: string,
  seconds: number,
  reportProgress: (line: string) => void,
): Promise<Report> {
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`there is no scenario ${name}`);
  reportProgress(`${name}: starting the product`);
  const stage = await openStage(scenario.env);
  try {
    const takeAway = await scenario.prepare?.(stage);
    try {
      return await through(name, stage, seconds, reportProgress);
    } finally {
      await takeAway?.();
    }
  } finally {
    await stage.end();
  }
}

async function through(
  name: string,
  stage: Stage,
  seconds: number,
  reportProgress: (line: string) => void,
): Promise<Report> {
  const scenario = scenarios[name]!; // looked up above
  const startedAt = new Date();
  const begun = performance.now();
  const done: Report['done'] = [];
  const note = (what: string) => {
    const atSeconds = Math.round((performance.now() - begun) / 100) / 10;
    done.push({ atSeconds, what });
    reportProgress(`${name} ${atSeconds} s: ${what}`);
  };

  const consoles = await openConsoles(stage);
  note('presses begin');
  const pressing = startPressing(stage);
  await pause((seconds * 1000) / 4);
  await scenario.strike({ stage, seconds: seconds / 2, reportProgress: note });
  await pause((seconds * 1000) / 4);
  const unanswered = await pressing.stop();
  note('presses end');
  const settled = await untilSettled(stage, scenario.staysOff);
  const judgement = await judge(stage, consoles, pressing.acknowledged);
  note('looked at');
  const broken = [
    ...settled,
    ...unanswered.map(
      ({ account, sequence }) => `press ${sequence} of ${account} was never acknowledged`,
    ),
    ...(pressing.acknowledged.length === 0 ? ['nobody pressed, so nothing was tried'] : []),
    ...judgement.broken,
    ...((await scenario.judge?.(stage, judgement)) ?? []),
  ];
  await consoles.close();
  return {
    scenario: name,
    does: scenario.does,
    startedAt: startedAt.toISOString(),
    seconds,
    done,
    presses: {
      acknowledged: pressing.acknowledged.length,
      retried: pressing.retried(),
      slowestMilliseconds: pressing.slowestMilliseconds(),
    },
    consoles: { returns: consoles.returns() },
    alarms: judgement.alarms,
    events: judgement.events,
    latestDeadlineMilliseconds: judgement.latestDeadlineMilliseconds,
    broken,
    passed: broken.length === 0,
  };
}
